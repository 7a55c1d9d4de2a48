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
 * @param marginDecades added to the calibrated score, which is a {@code -log10} of a probability: 1
 *     alarms only on what is ten times rarer than anything benign was
 * @param deployWidening factor on usual deviations while a declared deploy is near, at least 1
 */
public record TrafficConfiguration(
    long seed,
    long windowMillis,
    long watermarkMillis,
    ClusteringSettings clustering,
    int recentSteps,
    double marginDecades,
    double deployWidening) {

  /**
   * A chain in a thousand is enough for a cluster of its own: what fails is seldom while nobody
   * attacks, and is the first to become frequent when somebody does.
   */
  private static final ClusteringSettings CLUSTERING = new ClusteringSettings(5, 0.001, 0.001, 16);

  public TrafficConfiguration {
    if (windowMillis < 1 || watermarkMillis < 0 || recentSteps < 1) {
      throw new IllegalArgumentException(
          "windowMillis: %d, watermarkMillis: %d, recentSteps: %d (expected: >= 1, >= 0, >= 1)"
              .formatted(windowMillis, watermarkMillis, recentSteps));
    }
    if (!(marginDecades >= 0 && marginDecades < 100)
        || !(deployWidening >= 1 && deployWidening < 100)) {
      throw new IllegalArgumentException(
          "marginDecades: %s, deployWidening: %s (expected: 0 to 100, 1 to 100)"
              .formatted(marginDecades, deployWidening));
    }
  }

  /** What suits an application with a few requests a second and more; see RATIONALE.md. */
  public static TrafficConfiguration standard(long seed) {
    return new TrafficConfiguration(seed, 5_000, 5_000, CLUSTERING, 12, 1, 1.5);
  }

  /** The same with windows of another length. */
  public TrafficConfiguration withWindow(long millis) {
    return new TrafficConfiguration(
        seed, millis, watermarkMillis, clustering, recentSteps, marginDecades, deployWidening);
  }
}
