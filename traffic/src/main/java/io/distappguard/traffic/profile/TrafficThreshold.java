package io.distappguard.traffic.profile;

import io.distappguard.learning.calibration.Calibration;

/**
 * Above which score a window is an anomaly.
 *
 * @param value the calibrated score and the margin, above 0
 * @param calibration what was calibrated on validation B, and what it promises
 */
public record TrafficThreshold(double value, Calibration calibration) {

  public TrafficThreshold {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY) || value < calibration.threshold()) {
      throw new IllegalArgumentException(
          "threshold: %s (expected: > 0 and >= %s, the calibrated score)"
              .formatted(value, calibration.threshold()));
    }
  }
}
