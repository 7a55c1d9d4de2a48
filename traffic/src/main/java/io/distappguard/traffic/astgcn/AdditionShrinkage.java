package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes back, for each node and feature, as much of what the network adds to its base as does not
 * validate: a feature that nobody can foretell better than its mean keeps the mean, beside others
 * of which the network knows more. The shares go into the weights; forecasting stays as it is.
 */
final class AdditionShrinkage {

  private static final double[] SHARES = {0, 0.25, 0.5, 0.75, 1};

  private AdditionShrinkage() {}

  /** The weights with each addition as small as validates best. */
  static Map<String, Tensor> shrunk(Astgcn trained, ForecastSamples validation, float huberDelta) {
    float[] shares = shares(trained, validation, huberDelta);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    trained
        .weights()
        .forEach((name, tensor) -> {
          boolean adds =
              name.endsWith(".fusion")
                  || name.equals(AstgcnWeights.OFFSET)
                  || name.equals(AstgcnWeights.EXTERNAL_OUTPUT);
          weights.put(name, adds ? scaled(tensor, shares) : tensor);
        });
    return weights;
  }

  /** The share of the addition to keep, {@code [nodes * features]}. */
  private static float[] shares(Astgcn trained, ForecastSamples validation, float huberDelta) {
    ForecastShape shape = trained.shape();
    double[][] losses = new double[SHARES.length][shape.width()];
    for (int sample = 0; sample < validation.count(); sample++) {
      ForecastInput input = validation.forecastInput(sample);
      float[][] base = trained.base(input);
      float[][] forecast = trained.forecast(input);
      float[][] observed = validation.observed(sample);
      for (int step = 0; step < shape.horizon(); step++) {
        for (int place = 0; place < shape.width(); place++) {
          double error = (double) observed[step][place] - base[step][place];
          double addition = (double) forecast[step][place] - base[step][place];
          for (int choice = 0; choice < SHARES.length; choice++) {
            losses[choice][place] += Huber.loss(error - SHARES[choice] * addition, huberDelta);
          }
        }
      }
    }
    float[] shares = new float[shape.width()];
    for (int place = 0; place < shares.length; place++) {
      int best = 0;
      for (int choice = 1; choice < SHARES.length; choice++) {
        best = losses[choice][place] < losses[best][place] ? choice : best;
      }
      shares[place] = (float) SHARES[best];
    }
    return shares;
  }

  /** Rows of {@code [rows, shares]}, each number times the share of its column. */
  private static Tensor scaled(Tensor tensor, float[] shares) {
    float[] values = Arrays.copyOf(tensor.values(), tensor.values().length);
    for (int index = 0; index < values.length; index++) {
      values[index] *= shares[index % shares.length];
    }
    return new Tensor(tensor.shape(), values);
  }
}
