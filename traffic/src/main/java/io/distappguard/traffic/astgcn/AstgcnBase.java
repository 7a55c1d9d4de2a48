package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.Arrays;
import java.util.List;

/**
 * Where the base's weights start: for each step, node and feature the exponentially weighted mean
 * of the recent steps, mixed with the mean of the same step in cycles before, that forecasts the
 * training samples with the least loss. Training goes on from there.
 */
final class AstgcnBase {

  /** Share of a step's weight that the step before it has; 0 is the last value, 1 the mean. */
  private static final double[] DECAYS = {0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 1};

  private static final double[] CYCLE_SHARES = {0, 0.25, 0.5, 0.75, 0.95};
  private static final float NEGLIGIBLE = 3e-4f; // a share of 0 has no logit, and could not grow

  private AstgcnBase() {}

  /** Logits {@code [recent steps + days + weeks, horizon, nodes * features]}. */
  static Tensor fit(ForecastSamples samples, float huberDelta) {
    ForecastShape shape = samples.shape();
    int cycles = shape.dailyCycles() + shape.weeklyCycles();
    int shares = cycles == 0 ? 1 : CYCLE_SHARES.length;
    double[] losses = losses(samples, shares, huberDelta);
    int candidates = shape.recentSteps() + cycles;
    float[] logits = new float[candidates * shape.targets()];
    for (int place = 0; place < shape.targets(); place++) {
      int best = 0;
      for (int choice = 1; choice < DECAYS.length * shares; choice++) {
        if (losses[choice * shape.targets() + place] < losses[best * shape.targets() + place]) {
          best = choice;
        }
      }
      double decay = DECAYS[best / shares];
      double cycleShare = CYCLE_SHARES[best % shares];
      double[] weights = recentWeights(decay, shape.recentSteps());
      for (int candidate = 0; candidate < candidates; candidate++) {
        double share =
            candidate < weights.length
                ? weights[candidate] * (1 - cycleShare)
                : cycleShare / cycles;
        logits[candidate * shape.targets() + place] =
            (float) StrictMath.log(Math.max(NEGLIGIBLE, share));
      }
    }
    return new Tensor(List.of(candidates, shape.horizon(), shape.width()), logits);
  }

  /** Huber losses {@code [decays * shares][horizon * width]}, flat. */
  private static double[] losses(ForecastSamples samples, int shares, float huberDelta) {
    ForecastShape shape = samples.shape();
    int width = shape.width();
    int cycles = shape.dailyCycles() + shape.weeklyCycles();
    int recentNumbers = shape.recentSteps() * width;
    double[] losses = new double[DECAYS.length * shares * shape.targets()];
    for (int decay = 0; decay < DECAYS.length; decay++) {
      double[] weights = recentWeights(DECAYS[decay], shape.recentSteps());
      double[] recent = new double[width];
      for (int sample = 0; sample < samples.count(); sample++) {
        float[] input = samples.input(sample);
        float[] target = samples.target(sample);
        Arrays.fill(recent, 0);
        for (int step = 0; step < weights.length; step++) {
          for (int column = 0; column < width; column++) {
            recent[column] += weights[step] * input[step * width + column];
          }
        }
        for (int place = 0; place < target.length; place++) {
          double cycle = 0;
          for (int index = 0; index < cycles; index++) {
            cycle += input[recentNumbers + index * target.length + place] / cycles;
          }
          for (int share = 0; share < shares; share++) {
            double base =
                (1 - CYCLE_SHARES[share]) * recent[place % width] + CYCLE_SHARES[share] * cycle;
            losses[(decay * shares + share) * target.length + place] +=
                huber(target[place] - base, huberDelta);
          }
        }
      }
    }
    return losses;
  }

  /** Weights that sum to 1, oldest step first. */
  private static double[] recentWeights(double decay, int steps) {
    double[] weights = new double[steps];
    double weight = 1;
    double sum = 0;
    for (int step = steps - 1; step >= 0; step--) {
      weights[step] = weight;
      sum += weight;
      weight *= decay;
    }
    for (int step = 0; step < steps; step++) {
      weights[step] /= sum;
    }
    return weights;
  }

  static double huber(double error, double delta) {
    double size = Math.abs(error);
    double near = Math.min(size, delta);
    return near * near / 2 + delta * (size - near);
  }
}
