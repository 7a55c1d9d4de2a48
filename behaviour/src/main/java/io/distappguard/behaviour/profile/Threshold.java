package io.distappguard.behaviour.profile;

import io.distappguard.learning.calibration.Calibration;

/**
 * Above which score a window is an anomaly.
 *
 * @param value the calibrated score times the margin
 * @param calibration what was calibrated on validation B, and what it promises; the margin makes
 *     false alarms rarer than promised, never more frequent
 */
public record Threshold(double value, Calibration calibration) {

  public Threshold {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold: " + value + " (expected: > 0)");
    }
    if (value < calibration.threshold()) {
      throw new IllegalArgumentException(
          "threshold: "
              + value
              + " (expected: >= "
              + calibration.threshold()
              + ", the calibrated score)");
    }
  }
}
