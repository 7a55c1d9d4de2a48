package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.cluster.ChainCluster;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of the clusters without clustering: one graph of all their operations, each once.
 *
 * @param operations its nodes
 * @param nodes by cluster: the node of each of its operations
 * @param adjacency {@code [nodes][nodes]}: mean calls from row to column a chain of any cluster
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record GlobalGraph(List<Operation> operations, List<int[]> nodes, float[][] adjacency) {

  static GlobalGraph of(List<ChainCluster> clusters) {
    Map<Operation, Integer> numbers = new LinkedHashMap<>();
    List<int[]> nodes = new ArrayList<>();
    for (ChainCluster cluster : clusters) {
      List<Operation> own = cluster.graph().nodes();
      int[] of = new int[own.size()];
      for (int node = 0; node < of.length; node++) {
        int next = numbers.size();
        of[node] = numbers.computeIfAbsent(own.get(node), operation -> next);
      }
      nodes.add(of);
    }
    return new GlobalGraph(
        List.copyOf(numbers.keySet()), nodes, adjacency(clusters, nodes, numbers.size()));
  }

  private static float[][] adjacency(List<ChainCluster> clusters, List<int[]> nodes, int size) {
    double chains = clusters.stream().mapToDouble(ChainCluster::weight).sum();
    float[][] adjacency = new float[size][size];
    for (int index = 0; index < nodes.size(); index++) {
      float[][] own = clusters.get(index).graph().adjacency();
      int[] of = nodes.get(index);
      float share = (float) (clusters.get(index).weight() / chains);
      for (int from = 0; from < of.length; from++) {
        for (int to = 0; to < of.length; to++) {
          adjacency[of[from]][of[to]] += share * own[from][to];
        }
      }
    }
    return adjacency;
  }

  /** The calls of all clusters in a window; each with its cluster's mean latency. */
  ClusterWindow sum(TrafficWindow window) {
    ClusterWindow sum = new ClusterWindow(operations.size());
    for (int cluster = 0; cluster < nodes.size(); cluster++) {
      ClusterWindow own = window.clusters().get(cluster);
      for (int node = 0; node < own.nodes(); node++) {
        if (own.calls(node) > 0) {
          long nanos = Math.round(Math.expm1(own.logMicros(node)) * 1e3);
          for (int call = 0; call < own.calls(node); call++) {
            sum.call(nodes.get(cluster)[node], nanos, call < own.failed(node));
          }
        }
      }
    }
    return sum;
  }
}
