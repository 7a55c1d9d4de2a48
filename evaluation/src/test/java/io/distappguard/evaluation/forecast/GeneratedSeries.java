package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.GraphSeries;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Series where the right answer is known. A step is a second, a day is {@link #DAY_STEPS} of them;
 * the external features are sine and cosine of the day.
 */
public final class GeneratedSeries {

  public static final int DAY_STEPS = 24;
  public static final long DAY_MILLIS = DAY_STEPS * 1000L;

  private GeneratedSeries() {}

  /** One value. */
  @FunctionalInterface
  public interface Value {
    double at(int step, int node, RandomGenerator random);
  }

  /** One feature a node, one stretch, from midnight. */
  public static GraphSeries of(int nodes, int steps, long seed, Value value) {
    return of(nodes, steps, steps, seed, value);
  }

  /** Likewise, broken after every so many steps. */
  public static GraphSeries of(int nodes, int steps, int stretch, long seed, Value value) {
    RandomGenerator random = new Random(seed);
    long[] starts = new long[steps];
    float[][] values = new float[steps][nodes];
    float[][] external = new float[steps][2];
    int[] stretches = new int[steps];
    for (int step = 0; step < steps; step++) {
      starts[step] = step * 1000L;
      stretches[step] = step / stretch;
      double angle = 2 * Math.PI * (step % DAY_STEPS) / DAY_STEPS;
      external[step][0] = (float) Math.sin(angle);
      external[step][1] = (float) Math.cos(angle);
      for (int node = 0; node < nodes; node++) {
        values[step][node] = (float) value.at(step, node, random);
      }
    }
    return new GraphSeries(nodes, 1, 2, starts, values, external, stretches);
  }

  /** A chain: each node calls the next. */
  public static float[][] chain(int nodes) {
    float[][] adjacency = new float[nodes][nodes];
    for (int node = 0; node + 1 < nodes; node++) {
      adjacency[node][node + 1] = 1;
    }
    return adjacency;
  }

  /** Counts that were not shifted or scaled. */
  static final CountScale UNSCALED =
      new CountScale() {
        @Override
        public int feature() {
          return 0;
        }

        @Override
        public double anscombe(int node, double scaled) {
          return scaled;
        }
      };

  /** The transform of a count. */
  static double anscombe(double count) {
    return 2 * Math.sqrt(count + 3 / 8.0);
  }

  /** A cluster whose three parts are generated alike. */
  static ClusterSeries cluster(String name, int nodes, int steps, Value value) {
    String[] operations = new String[nodes];
    Arrays.setAll(operations, node -> "operation " + node);
    return new ClusterSeries(
        name,
        Arrays.asList(operations),
        of(nodes, steps, 1, value),
        of(nodes, steps / 2, 2, value),
        of(nodes, steps / 2, 3, value),
        chain(nodes),
        UNSCALED);
  }
}
