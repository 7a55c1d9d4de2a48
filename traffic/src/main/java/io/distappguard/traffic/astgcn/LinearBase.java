package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The forecast that the network adds to: for each step ahead, node and feature a linear combination
 * of its own past and of the external features, fitted in closed form. The network learns what it
 * misses, as beside the autoregressive part of LSTNet (Lai, Chang, Yang and Liu, SIGIR 2018).
 *
 * <p>Fitted by ridge regression on exponentially weighted means of the recent steps and on the mean
 * of the days and of the weeks before, shrunk towards the one mean of the recent steps that alone
 * does best on the training. How much, and whether the external features are used at all, is chosen
 * on validation for each node and feature.
 */
final class LinearBase {

  private static final String PAST = "base.past";
  private static final String EXTERNAL = "base.external";
  private static final String OFFSET = "base.offset";

  /** Share of a step's weight that the step before it has; 0 is the last value, 1 the mean. */
  private static final double[] DECAYS = {0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 1};

  /** Those that the regression combines; more of them resemble each other too much. */
  private static final int[] REGRESSED = {0, 2, 4, 7};

  /** Penalties a sample, in squared scaled units. */
  private static final double[] PENALTIES = {0.003, 0.03, 0.3, 3};

  private final ForecastShape shape;
  private final float[] past;
  private final float[] external;
  private final float[] offset;

  private LinearBase(ForecastShape shape, float[] past, float[] external, float[] offset) {
    this.shape = shape;
    this.past = past;
    this.external = external;
    this.offset = offset;
  }

  /** Shapes of what it keeps, by name. */
  static Map<String, List<Integer>> shapes(ForecastShape shape) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put(PAST, List.of(candidates(shape), shape.horizon(), shape.width()));
    if (shape.externals() > 0) {
      shapes.put(EXTERNAL, List.of(shape.externals(), shape.horizon(), shape.width()));
    }
    shapes.put(OFFSET, List.of(shape.horizon(), shape.width()));
    return shapes;
  }

  static boolean isPart(String name) {
    return name.startsWith("base.");
  }

  /** Of what {@link #tensors()} gave. */
  static LinearBase of(ForecastShape shape, Map<String, Tensor> tensors) {
    return new LinearBase(
        shape,
        values(tensors, PAST),
        shape.externals() > 0 ? values(tensors, EXTERNAL) : new float[0],
        values(tensors, OFFSET));
  }

  private static float[] values(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor " + name + ": missing");
    }
    return tensor.values();
  }

  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes(shape)
        .forEach((name, lengths) ->
            tensors.put(
                name,
                new Tensor(
                    lengths,
                    switch (name) {
                      case PAST -> past;
                      case EXTERNAL -> external;
                      default -> offset;
                    })));
    return tensors;
  }

  /** Forecasts the mean of all that is looked back at. */
  static LinearBase mean(ForecastShape shape) {
    float[] past = new float[candidates(shape) * shape.targets()];
    Arrays.fill(past, 1f / candidates(shape));
    return new LinearBase(
        shape, past, new float[shape.externals() * shape.targets()], new float[shape.targets()]);
  }

  /**
   * Fits it.
   *
   * @param training at least one sample
   * @param validation to choose by; where empty, training is chosen by
   */
  static LinearBase fit(ForecastSamples training, ForecastSamples validation, double huberDelta) {
    ForecastShape shape = training.shape();
    int[] decays = bestDecays(training, huberDelta);
    LinearBase best = weightedMean(shape, decays);
    double[] least = best.losses(validation, huberDelta);
    for (boolean externals : shape.externals() > 0 ? new boolean[] {false, true} : new boolean[1]) {
      Regression regression = new Regression(training, decays, externals);
      for (double penalty : PENALTIES) {
        LinearBase fitted = regression.solved(penalty);
        double[] losses = fitted.losses(validation, huberDelta);
        for (int column = 0; column < shape.width(); column++) {
          if (losses[column] < least[column]) {
            least[column] = losses[column];
            best.take(fitted, column);
          }
        }
      }
    }
    return best;
  }

  /** Which mean of the recent steps alone forecasts each place of the training best. */
  private static int[] bestDecays(ForecastSamples training, double huberDelta) {
    ForecastShape shape = training.shape();
    double[][] losses = new double[DECAYS.length][shape.targets()];
    double[][] weights = recentWeights(shape.recentSteps());
    for (int sample = 0; sample < training.count(); sample++) {
      double[][] means = recentMeans(training.forecastInput(sample).recent(), weights);
      float[][] observed = training.observed(sample);
      for (int decay = 0; decay < losses.length; decay++) {
        for (int place = 0; place < shape.targets(); place++) {
          int column = place % shape.width();
          losses[decay][place] +=
              Huber.loss(
                  observed[place / shape.width()][column] - means[decay][column], huberDelta);
        }
      }
    }
    int[] best = new int[shape.targets()];
    for (int decay = 1; decay < losses.length; decay++) {
      for (int place = 0; place < best.length; place++) {
        best[place] = losses[decay][place] < losses[best[place]][place] ? decay : best[place];
      }
    }
    return best;
  }

  /** The recent mean of each decay, {@code [decays][nodes * features]}. */
  private static double[][] recentMeans(float[][] recent, double[][] weights) {
    double[][] means = new double[DECAYS.length][recent[0].length];
    for (int decay = 0; decay < means.length; decay++) {
      for (int step = 0; step < recent.length; step++) {
        for (int column = 0; column < recent[step].length; column++) {
          means[decay][column] += weights[decay][step] * recent[step][column];
        }
      }
    }
    return means;
  }

  private static LinearBase weightedMean(ForecastShape shape, int[] decays) {
    float[] past = new float[candidates(shape) * shape.targets()];
    double[][] weights = recentWeights(shape.recentSteps());
    for (int place = 0; place < shape.targets(); place++) {
      for (int step = 0; step < shape.recentSteps(); step++) {
        past[step * shape.targets() + place] = (float) weights[decays[place]][step];
      }
    }
    return new LinearBase(
        shape, past, new float[shape.externals() * shape.targets()], new float[shape.targets()]);
  }

  /** Weights of each decay that sum to 1, oldest step first, {@code [decays][steps]}. */
  private static double[][] recentWeights(int steps) {
    double[][] weights = new double[DECAYS.length][steps];
    for (int decay = 0; decay < weights.length; decay++) {
      double weight = 1;
      double sum = 0;
      for (int step = steps - 1; step >= 0; step--) {
        weights[decay][step] = weight;
        sum += weight;
        weight *= DECAYS[decay];
      }
      for (int step = 0; step < steps; step++) {
        weights[decay][step] /= sum;
      }
    }
    return weights;
  }

  /** What it forecasts, {@code [horizon][nodes * features]}. */
  float[][] forecast(ForecastInput input) {
    int width = shape.width();
    float[][] forecast = new float[shape.horizon()][];
    for (int step = 0; step < forecast.length; step++) {
      float[] row = Arrays.copyOfRange(offset, step * width, (step + 1) * width);
      int candidate = 0;
      for (float[] recent : input.recent()) {
        add(row, recent, 0, candidate++, step);
      }
      for (float[] day : input.daily()) {
        add(row, day, step * width, candidate++, step);
      }
      for (float[] week : input.weekly()) {
        add(row, week, step * width, candidate++, step);
      }
      for (int index = 0; index < shape.externals(); index++) {
        int from = (index * shape.horizon() + step) * width;
        for (int column = 0; column < width; column++) {
          row[column] += external[from + column] * input.external()[step][index];
        }
      }
      forecast[step] = row;
    }
    return forecast;
  }

  private void add(float[] row, float[] values, int from, int candidate, int step) {
    int weight = (candidate * shape.horizon() + step) * shape.width();
    for (int column = 0; column < row.length; column++) {
      row[column] += past[weight + column] * values[from + column];
    }
  }

  private double[] losses(ForecastSamples samples, double huberDelta) {
    double[] losses = new double[shape.width()];
    for (int sample = 0; sample < samples.count(); sample++) {
      float[][] forecast = forecast(samples.forecastInput(sample));
      float[][] observed = samples.observed(sample);
      for (int step = 0; step < forecast.length; step++) {
        for (int column = 0; column < losses.length; column++) {
          losses[column] +=
              Huber.loss((double) observed[step][column] - forecast[step][column], huberDelta);
        }
      }
    }
    return losses;
  }

  /** Takes another's weights of a node and feature. */
  private void take(LinearBase other, int column) {
    take(other.past, past, column);
    take(other.external, external, column);
    take(other.offset, offset, column);
  }

  private void take(float[] from, float[] to, int column) {
    for (int index = column; index < to.length; index += shape.width()) {
      to[index] = from[index];
    }
  }

  private static int candidates(ForecastShape shape) {
    return shape.recentSteps() + shape.dailyCycles() + shape.weeklyCycles();
  }

  /** The normal equations of every step ahead, node and feature. */
  private static final class Regression {

    private final ForecastShape shape;
    private final int samples;
    private final int means;
    private final int unknowns;
    private final int[] decays;
    private final double[][] weights;

    /** {@code [horizon * width][unknowns][unknowns + 1]}, the lower half and the right side. */
    private final double[][][] equations;

    Regression(ForecastSamples training, int[] decays, boolean externals) {
      this.decays = decays;
      weights = recentWeights(training.shape().recentSteps());
      shape = training.shape();
      samples = training.count();
      means =
          REGRESSED.length + (shape.dailyCycles() > 0 ? 1 : 0) + (shape.weeklyCycles() > 0 ? 1 : 0);
      unknowns = means + (externals ? shape.externals() : 0) + 1;
      equations = new double[shape.targets()][unknowns][unknowns + 1];
      for (int sample = 0; sample < samples; sample++) {
        add(training.forecastInput(sample), training.observed(sample));
      }
    }

    private void add(ForecastInput input, float[][] observed) {
      int width = shape.width();
      double[][] recent = recentMeans(input.recent(), weights);
      double[] row = new double[unknowns];
      row[unknowns - 1] = 1;
      for (int step = 0; step < shape.horizon(); step++) {
        for (int index = means; index < unknowns - 1; index++) {
          row[index] = input.external()[step][index - means];
        }
        for (int column = 0; column < width; column++) {
          int next = 0;
          for (int decay : REGRESSED) {
            row[next++] = recent[decay][column];
          }
          if (shape.dailyCycles() > 0) {
            row[next++] = mean(input.daily(), step * width + column);
          }
          if (shape.weeklyCycles() > 0) {
            row[next] = mean(input.weekly(), step * width + column);
          }
          int place = step * width + column;
          addRow(equations[place], row, observed[step][column] - recent[decays[place]][column]);
        }
      }
    }

    private void addRow(double[][] equation, double[] row, double target) {
      for (int left = 0; left < unknowns; left++) {
        for (int right = 0; right <= left; right++) {
          equation[left][right] += row[left] * row[right];
        }
        equation[left][unknowns] += row[left] * target;
      }
    }

    LinearBase solved(double penalty) {
      float[] past = new float[candidates(shape) * shape.targets()];
      float[] external = new float[shape.externals() * shape.targets()];
      float[] offset = new float[shape.targets()];
      for (int place = 0; place < shape.targets(); place++) {
        double[] solution = solution(equations[place], penalty * samples);
        int candidate = 0;
        for (int step = 0; step < shape.recentSteps(); step++) {
          double weight = weights[decays[place]][step];
          for (int mean = 0; mean < REGRESSED.length; mean++) {
            weight += solution[mean] * weights[REGRESSED[mean]][step];
          }
          past[candidate++ * shape.targets() + place] = (float) weight;
        }
        int mean = REGRESSED.length;
        if (shape.dailyCycles() > 0) {
          double weight = solution[mean++] / shape.dailyCycles();
          for (int day = 0; day < shape.dailyCycles(); day++) {
            past[candidate++ * shape.targets() + place] = (float) weight;
          }
        }
        if (shape.weeklyCycles() > 0) {
          double weight = solution[mean] / shape.weeklyCycles();
          for (int week = 0; week < shape.weeklyCycles(); week++) {
            past[candidate++ * shape.targets() + place] = (float) weight;
          }
        }
        for (int index = means; index < unknowns - 1; index++) {
          external[(index - means) * shape.targets() + place] = (float) solution[index];
        }
        offset[place] = (float) solution[unknowns - 1];
      }
      return new LinearBase(shape, past, external, offset);
    }

    /**
     * Solves by Cholesky's decomposition, with the penalty on all but the offset, where it is
     * hardly noticeable.
     */
    private double[] solution(double[][] equation, double penalty) {
      double[][] lower = new double[unknowns][unknowns];
      double[] solution = new double[unknowns];
      for (int row = 0; row < unknowns; row++) {
        double weight = row == unknowns - 1 ? 1e-6 * penalty : penalty;
        for (int column = 0; column <= row; column++) {
          double sum = equation[row][column] + (row == column ? weight : 0);
          for (int before = 0; before < column; before++) {
            sum -= lower[row][before] * lower[column][before];
          }
          lower[row][column] = row == column ? Math.sqrt(sum) : sum / lower[column][column];
        }
        double right = equation[row][unknowns];
        for (int before = 0; before < row; before++) {
          right -= lower[row][before] * solution[before];
        }
        solution[row] = right / lower[row][row];
      }
      for (int row = unknowns - 1; row >= 0; row--) {
        for (int after = row + 1; after < unknowns; after++) {
          solution[row] -= lower[after][row] * solution[after];
        }
        solution[row] /= lower[row][row];
      }
      return solution;
    }

    private static double mean(float[][] cycles, int place) {
      double sum = 0;
      for (float[] cycle : cycles) {
        sum += cycle[place];
      }
      return sum / cycles.length;
    }
  }
}
