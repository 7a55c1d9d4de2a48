package io.distappguard.traffic.score;

import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;

/**
 * Score of one window.
 *
 * @param window what was scored
 * @param score the largest strength of any cluster, of rare and of novel chains
 * @param clusters by number of the cluster; empty while histories fill
 * @param rareStrength of the number of rare chains
 * @param novelStrength of the number of novel chains
 * @param widening by how much deviations were widened for declared deploys, 1: not at all
 */
public record TrafficScore(
    TrafficWindow window,
    double score,
    List<ClusterScore> clusters,
    double rareStrength,
    double novelStrength,
    double widening) {

  public TrafficScore {
    clusters = List.copyOf(clusters);
  }

  /** The same, where the window is at least that unlikely for another reason. */
  public TrafficScore raisedTo(double least) {
    return new TrafficScore(
        window, Math.max(score, least), clusters, rareStrength, novelStrength, widening);
  }

  /** Whether it says anything: false while histories fill. */
  public boolean isScored() {
    return !clusters.isEmpty();
  }
}
