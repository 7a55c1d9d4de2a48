package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Seeded arrays for the tests. */
final class RandomArrays {

  private final SplittableRandom random;

  RandomArrays(long seed) {
    random = new SplittableRandom(seed);
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  float[][] rows(int count, int length) {
    float[][] rows = new float[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = values(length);
    }
    return rows;
  }

  /** Directed, about half of the edges there. */
  float[][] adjacency(int nodes) {
    float[][] adjacency = new float[nodes][nodes];
    for (float[] row : adjacency) {
      for (int column = 0; column < nodes; column++) {
        row[column] = random.nextBoolean() ? (float) random.nextDouble(0.1, 3) : 0f;
      }
    }
    return adjacency;
  }

  Map<String, Tensor> weights(AstgcnArchitecture architecture, ForecastShape shape) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    AstgcnWeights.shapes(architecture, shape)
        .forEach((name, lengths) ->
            weights.put(
                name, new Tensor(lengths, values(lengths.stream().reduce(1, (a, b) -> a * b)))));
    return weights;
  }

  ForecastInput input(ForecastShape shape) {
    return new ForecastInput(
        rows(shape.recentSteps(), shape.width()),
        rows(shape.dailyCycles(), shape.targets()),
        rows(shape.weeklyCycles(), shape.targets()),
        rows(shape.horizon(), shape.externals()));
  }

  static float[] flat(ForecastInput input, ForecastShape shape) {
    float[] flat = new float[shape.inputs()];
    int place = 0;
    for (float[][] part :
        new float[][][] {input.recent(), input.daily(), input.weekly(), input.external()}) {
      for (float[] row : part) {
        System.arraycopy(row, 0, flat, place, row.length);
        place += row.length;
      }
    }
    return flat;
  }
}
