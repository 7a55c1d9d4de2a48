package io.distappguard.traffic.profile;

import io.distappguard.traffic.cluster.ClusteringSettings;

/**
 * How traffic is learned and scored; part of the profile.
 *
 * @param seed of everything random in learning
 * @param windowMillis length of a window
 * @param watermarkMillis how long a trace is waited for after its last span; a window is judged
 *     this long after its end
 * @param clustering what makes a cluster
 * @param recentSteps windows a forecast looks back
 * @param margin factor on the calibrated score: false alarms are rarer than promised, never more
 *     frequent
 * @param deployWidening factor on usual deviations while a declared deploy is near, at least 1
 */
public record TrafficConfiguration(
    long seed,
    long windowMillis,
    long watermarkMillis,
    ClusteringSettings clustering,
    int recentSteps,
    double margin,
    double deployWidening) {

  public TrafficConfiguration {
    if (windowMillis < 1 || watermarkMillis < 0 || recentSteps < 1) {
      throw new IllegalArgumentException(
          "windowMillis: %d, watermarkMillis: %d, recentSteps: %d (expected: >= 1, >= 0, >= 1)"
              .formatted(windowMillis, watermarkMillis, recentSteps));
    }
    if (!(margin >= 1 && margin < 100) || !(deployWidening >= 1 && deployWidening < 100)) {
      throw new IllegalArgumentException(
          "margin: %s, deployWidening: %s (expected: 1 to 100)".formatted(margin, deployWidening));
    }
  }

  /** What suits an application with a few requests a second and more; see RATIONALE.md. */
  public static TrafficConfiguration standard(long seed) {
    return new TrafficConfiguration(seed, 5_000, 5_000, ClusteringSettings.STANDARD, 12, 2, 1.5);
  }
}
