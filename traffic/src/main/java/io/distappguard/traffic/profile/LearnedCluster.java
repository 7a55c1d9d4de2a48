package io.distappguard.traffic.profile;

import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.cluster.ChainCluster;
import io.distappguard.traffic.drift.ResidualReference;
import io.distappguard.traffic.score.ClusterModel;
import java.util.List;

/**
 * A cluster of chains with all that was learned of it.
 *
 * @param name its commonest chain in words
 * @param operations nodes of its graph
 * @param adjacency {@code [nodes][nodes]}: mean calls from row to column a trace
 * @param traces training traces it holds
 * @param model for scoring
 * @param reference benign residuals, to know drift by
 */
@SuppressWarnings("ArrayRecordComponent") // large, and written once
public record LearnedCluster(
    String name,
    List<Operation> operations,
    float[][] adjacency,
    long traces,
    ClusterModel model,
    ResidualReference reference) {

  public LearnedCluster {
    operations = List.copyOf(operations);
  }

  /** A cluster with what was learned of it. */
  public static LearnedCluster of(
      ChainCluster cluster, ClusterModel model, ResidualReference reference) {
    return new LearnedCluster(
        cluster.name(),
        cluster.graph().nodes(),
        cluster.graph().adjacency(),
        cluster.weight(),
        model,
        reference);
  }

  /** The service that calls an operation most, empty where it is called from outside. */
  public String callerOf(int node) {
    int caller = -1;
    float most = 0;
    for (int other = 0; other < adjacency.length; other++) {
      if (adjacency[other][node] > most) {
        most = adjacency[other][node];
        caller = other;
      }
    }
    return caller < 0 ? "" : operations.get(caller).service();
  }
}
