package io.distappguard.learning.calibration;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What alarms counted over benign windows say of the true false-alarm rate: exact one-sided bounds
 * (Clopper and Pearson, Biometrika 1934). Windows are taken as independent; where neighbouring
 * windows resemble each other the true bounds are wider.
 *
 * @param alarms windows that raised an alarm
 * @param windows benign windows seen, at least 1
 */
public record FalseAlarmRate(long alarms, long windows) {

  public FalseAlarmRate {
    if (windows < 1) {
      throw new IllegalArgumentException("windows: " + windows + " (expected: >= 1)");
    }
    if (alarms < 0 || alarms > windows) {
      throw new IllegalArgumentException("alarms: " + alarms + " (expected: 0 to " + windows + ")");
    }
  }

  /** Alarms a window. */
  public double observed() {
    return (double) alarms / windows;
  }

  /** The rate that the true rate is at most, with this confidence. */
  public double upperBound(double confidence) {
    requireConfidence(confidence);
    return alarms == windows
        ? 1
        : BetaDistribution.of(alarms + 1.0, windows - alarms)
            .inverseCumulativeProbability(confidence);
  }

  /** The rate that the true rate is at least, with this confidence. */
  public double lowerBound(double confidence) {
    requireConfidence(confidence);
    return alarms == 0
        ? 0
        : BetaDistribution.of(alarms, windows - alarms + 1.0)
            .inverseCumulativeProbability(1 - confidence);
  }

  /** Benign windows, none of which raises an alarm, that it takes to promise a rate. */
  public static long windowsToPromise(double rate, double confidence) {
    requireConfidence(confidence);
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: > 0 and < 1)");
    }
    return (long) Math.ceil(Math.log1p(-confidence) / Math.log1p(-rate));
  }

  private static void requireConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence: " + confidence + " (expected: > 0 and < 1)");
    }
  }
}
