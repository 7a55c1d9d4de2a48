package io.distappguard.traffic.astgcn;

import io.distappguard.traffic.forecast.GraphSeries;
import java.util.SplittableRandom;

/** Seeded series on a chain of nodes, for the tests. */
final class GeneratedSeries {

  private GeneratedSeries() {}

  /** Edges from each node to the next. */
  static float[][] chain(int nodes) {
    float[][] adjacency = new float[nodes][nodes];
    for (int node = 0; node + 1 < nodes; node++) {
      adjacency[node][node + 1] = 1f;
    }
    return adjacency;
  }

  /**
   * A load that wanders; each node repeats the one before it a step later, so that neighbours tell
   * what comes. Noise is the given share.
   */
  static GraphSeries wave(int nodes, int features, int steps, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] load = new double[steps + nodes];
    for (int step = 1; step < load.length; step++) {
      load[step] = 0.9 * load[step - 1] + 0.6 * random.nextGaussian();
    }
    float[][] values = new float[steps][nodes * features];
    for (int step = 0; step < steps; step++) {
      for (int node = 0; node < nodes; node++) {
        for (int feature = 0; feature < features; feature++) {
          double level = load[step + nodes - node] * (feature == 0 ? 1 : 0.5);
          values[step][node * features + feature] = (float) (level + noise * random.nextGaussian());
        }
      }
    }
    return series(nodes, features, values, 5_000);
  }

  /**
   * Hourly steps with a pattern a day that no recent step tells of: each hour of the day has its
   * own level, which changes a little from day to day.
   */
  static GraphSeries daily(int nodes, int days, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] levels = new double[24 * nodes];
    float[][] values = new float[24 * days][nodes];
    for (int hour = 0; hour < levels.length; hour++) {
      levels[hour] = random.nextGaussian();
    }
    for (int step = 0; step < values.length; step++) {
      for (int node = 0; node < nodes; node++) {
        int hour = step % 24 * nodes + node;
        levels[hour] = 0.96 * levels[hour] + 0.28 * random.nextGaussian();
        values[step][node] = (float) levels[hour];
      }
    }
    return series(nodes, 1, values, 3_600_000);
  }

  private static GraphSeries series(int nodes, int features, float[][] values, long stepMillis) {
    long[] starts = new long[values.length];
    for (int step = 0; step < starts.length; step++) {
      starts[step] = step * stepMillis;
    }
    return new GraphSeries(
        nodes, features, 0, starts, values, new float[values.length][0], new int[values.length]);
  }
}
