package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import java.util.List;

/**
 * Chains of one pattern.
 *
 * @param number its place among the clusters, the heaviest first
 * @param name its most frequent chain in words; no two clusters have the same
 * @param weight how often its chains occurred in training
 * @param chains its distinct chains, the most frequent first
 * @param graph who calls whom in them
 */
public record ChainCluster(
    int number, String name, long weight, List<Chain> chains, ClusterGraph graph) {

  public ChainCluster {
    chains = List.copyOf(chains);
  }
}
