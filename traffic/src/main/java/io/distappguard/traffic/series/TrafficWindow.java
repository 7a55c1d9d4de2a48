package io.distappguard.traffic.series;

import java.util.List;

/**
 * All chains that began in one window.
 *
 * @param startMillis beginning, in milliseconds since the epoch
 * @param endMillis its end, exclusive
 * @param stretch number of the unbroken stretch of windows it is in
 * @param clusters by number of the cluster
 * @param rare chains that were seen while learning, too seldom for a cluster
 * @param novel chains never seen while learning and like none that was
 */
public record TrafficWindow(
    long startMillis,
    long endMillis,
    int stretch,
    List<ClusterWindow> clusters,
    ClusterWindow rare,
    NovelChains novel) {

  public TrafficWindow {
    clusters = List.copyOf(clusters);
  }

  /** All chains, whatever they are like. */
  public int chains() {
    int chains = rare.chains() + novel.chains();
    for (ClusterWindow cluster : clusters) {
      chains += cluster.chains();
    }
    return chains;
  }
}
