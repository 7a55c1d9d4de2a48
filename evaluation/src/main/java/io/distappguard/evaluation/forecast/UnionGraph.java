package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.GraphSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All clusters as one graph: every cluster's nodes side by side, no edge between clusters. What one
 * model makes of it is measured against the very targets that one model a cluster is.
 */
final class UnionGraph {

  private UnionGraph() {}

  /**
   * @throws IllegalArgumentException if the clusters' series do not have the same steps
   */
  static ClusterSeries of(List<ClusterSeries> clusters) {
    List<String> operations = new ArrayList<>();
    for (ClusterSeries cluster : clusters) {
      for (String operation : cluster.operations()) {
        operations.add(cluster.name() + ": " + operation);
      }
    }
    return new ClusterSeries(
        "all clusters side by side",
        operations,
        union(clusters, ClusterSeries::training),
        union(clusters, ClusterSeries::validation),
        union(clusters, ClusterSeries::test),
        adjacency(clusters, operations.size()),
        new UnionCounts(clusters));
  }

  private static GraphSeries union(
      List<ClusterSeries> clusters, Function<ClusterSeries, GraphSeries> part) {
    GraphSeries first = part.apply(clusters.getFirst());
    int width = 0;
    for (ClusterSeries cluster : clusters) {
      GraphSeries series = part.apply(cluster);
      SameSteps.require(clusters.getFirst().name(), first, cluster.name(), series);
      width += series.nodes() * series.features();
    }
    float[][] values = new float[first.steps()][width];
    int offset = 0;
    for (ClusterSeries cluster : clusters) {
      GraphSeries series = part.apply(cluster);
      int own = series.nodes() * series.features();
      for (int step = 0; step < values.length; step++) {
        System.arraycopy(series.values()[step], 0, values[step], offset, own);
      }
      offset += own;
    }
    return new GraphSeries(
        width / first.features(),
        first.features(),
        first.externals(),
        first.startMillis(),
        values,
        first.external(),
        first.stretch());
  }

  private static float[][] adjacency(List<ClusterSeries> clusters, int nodes) {
    float[][] union = new float[nodes][nodes];
    int offset = 0;
    for (ClusterSeries cluster : clusters) {
      for (int row = 0; row < cluster.nodes(); row++) {
        System.arraycopy(cluster.adjacency()[row], 0, union[offset + row], offset, cluster.nodes());
      }
      offset += cluster.nodes();
    }
    return union;
  }

  private record UnionCounts(List<ClusterSeries> clusters) implements CountScale {

    @Override
    public int feature() {
      return clusters.getFirst().counts().feature();
    }

    @Override
    public double anscombe(int node, double scaled) {
      int own = node;
      for (ClusterSeries cluster : clusters) {
        if (own < cluster.nodes()) {
          return cluster.counts().anscombe(own, scaled);
        }
        own -= cluster.nodes();
      }
      throw new IllegalArgumentException("node: " + node + " (expected: one of the graph)");
    }
  }
}
