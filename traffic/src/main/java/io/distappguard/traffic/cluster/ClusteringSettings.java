package io.distappguard.traffic.cluster;

/**
 * What makes a cluster of chains.
 *
 * @param leastCoreWeight DBSCAN's minimum of points, in chains as they occurred
 * @param leastCoreShare the same as a share of all chains that occurred; the larger counts
 * @param leastClusterShare share of all chains below which a cluster is too small for a forecast of
 *     its own
 * @param mostClusters clusters that get a forecast of their own
 */
public record ClusteringSettings(
    int leastCoreWeight, double leastCoreShare, double leastClusterShare, int mostClusters) {

  /** Measured on the applications named in the module's RATIONALE.md. */
  public static final ClusteringSettings STANDARD = new ClusteringSettings(5, 0.001, 0.01, 16);

  public ClusteringSettings {
    if (leastCoreWeight < 1 || mostClusters < 1) {
      throw new IllegalArgumentException(
          "leastCoreWeight: %d, mostClusters: %d (expected: >= 1)"
              .formatted(leastCoreWeight, mostClusters));
    }
    if (!(leastCoreShare >= 0 && leastCoreShare < 1)
        || !(leastClusterShare >= 0 && leastClusterShare < 1)) {
      throw new IllegalArgumentException(
          "leastCoreShare: %s, leastClusterShare: %s (expected: 0 to below 1)"
              .formatted(leastCoreShare, leastClusterShare));
    }
  }
}
