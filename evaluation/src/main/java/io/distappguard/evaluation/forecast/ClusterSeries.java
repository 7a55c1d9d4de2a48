package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.GraphSeries;
import java.util.List;

/**
 * The series of one chain cluster, split by time, and its graph. A window that is unusable (the
 * source dropped events) is no step of a series: the stretch ends before it, so no forecast is made
 * from it or measured against it.
 *
 * @param name of the cluster in reports
 * @param operations name of each node
 * @param training to learn from
 * @param validation to stop training and choose by
 * @param test to measure on; nothing is chosen by it
 * @param adjacency {@code [nodes][nodes]}, mean calls from row to column a trace
 * @param counts how to read the counts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ClusterSeries(
    String name,
    List<String> operations,
    GraphSeries training,
    GraphSeries validation,
    GraphSeries test,
    float[][] adjacency,
    CountScale counts) {

  public ClusterSeries {
    operations = List.copyOf(operations);
    if (operations.size() != training.nodes() || adjacency.length != training.nodes()) {
      throw new IllegalArgumentException(
          "%s: %d operations, %d rows of the graph (expected: %d, one a node)"
              .formatted(name, operations.size(), adjacency.length, training.nodes()));
    }
    for (GraphSeries series : List.of(validation, test)) {
      if (series.nodes() != training.nodes()
          || series.features() != training.features()
          || series.externals() != training.externals()) {
        throw new IllegalArgumentException(
            "%s: %d nodes, %d features, %d externals (expected: %d, %d, %d as in training)"
                .formatted(
                    name,
                    series.nodes(),
                    series.features(),
                    series.externals(),
                    training.nodes(),
                    training.features(),
                    training.externals()));
      }
    }
  }

  public int nodes() {
    return training.nodes();
  }
}
