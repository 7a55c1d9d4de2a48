package io.distappguard.evaluation.forecast;

import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exponentially weighted moving average (Brown, "Statistical Forecasting for Inventory Control",
 * 1959): the recent steps weighted by {@code (1 - α)^age}, the weights summing to 1, for every step
 * to come. One α for all nodes, the one of {@link #ALPHAS} with the smallest squared error on
 * validation.
 */
public record Ewma() implements ForecasterTraining {

  /** Tried on validation; 1 is the last value alone. */
  private static final double[] ALPHAS = {
    0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };

  @Override
  public String name() {
    return "EWMA";
  }

  @Override
  public Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    List<Trained> tried = new ArrayList<>();
    for (double alpha : ALPHAS) {
      tried.add(new Trained(shape, alpha));
    }
    return ChosenOnValidation.best(tried, ForecastSamples.of(validation, shape));
  }

  /**
   * @param alpha weight of the last step against what was before it, above 0, at most 1
   */
  record Trained(ForecastShape shape, double alpha) implements ComparedForecaster {

    @Override
    public int parameters() {
      return 1;
    }

    @Override
    public String remark() {
      return "α = " + alpha;
    }

    @Override
    public float[][] forecast(ForecastInput input) {
      float[] level = level(input.recent());
      float[][] forecast = new float[shape.horizon()][];
      Arrays.setAll(forecast, step -> level.clone());
      return forecast;
    }

    private float[] level(float[][] recent) {
      double[] sum = new double[recent[0].length];
      double weights = 0;
      double weight = 1;
      for (int step = recent.length - 1; step >= 0; step--) {
        for (int value = 0; value < sum.length; value++) {
          sum[value] += weight * recent[step][value];
        }
        weights += weight;
        weight *= 1 - alpha;
      }
      float[] level = new float[sum.length];
      for (int value = 0; value < level.length; value++) {
        level[value] = (float) (sum[value] / weights);
      }
      return level;
    }
  }
}
