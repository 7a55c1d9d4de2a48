package io.distappguard.traffic.forecast;

/**
 * A multivariate series on the nodes of a graph: a row a time step, rows of equal length apart.
 *
 * @param nodes nodes of the graph
 * @param features values a node and step
 * @param externals external features a step: what an attacker does not drive
 * @param startMillis start of each step, in milliseconds since the epoch, {@code [steps]}
 * @param values {@code [steps][nodes * features]}, node by node, scaled and finite
 * @param external {@code [steps][externals]}
 * @param stretch number of the unbroken stretch each step is in, {@code [steps]}, not falling: a
 *     forecast never looks across the edge of a stretch
 */
@SuppressWarnings("ArrayRecordComponent") // large, and written once
public record GraphSeries(
    int nodes,
    int features,
    int externals,
    long[] startMillis,
    float[][] values,
    float[][] external,
    int[] stretch) {

  public GraphSeries {
    int steps = values.length;
    if (startMillis.length != steps || external.length != steps || stretch.length != steps) {
      throw new IllegalArgumentException(
          "steps: values %d, startMillis %d, external %d, stretch %d (expected: equal)"
              .formatted(steps, startMillis.length, external.length, stretch.length));
    }
    for (int step = 0; step < steps; step++) {
      if (values[step].length != nodes * features || external[step].length != externals) {
        throw new IllegalArgumentException(
            "step %d: %d values, %d externals (expected: %d, %d)"
                .formatted(
                    step, values[step].length, external[step].length, nodes * features, externals));
      }
    }
  }

  /** Time steps. */
  public int steps() {
    return values.length;
  }
}
