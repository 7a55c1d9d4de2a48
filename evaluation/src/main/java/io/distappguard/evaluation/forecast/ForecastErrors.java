package io.distappguard.evaluation.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean absolute error and root of the mean squared error of forecasts, step ahead by step ahead,
 * every forecast number counting as much as any other. Not thread-safe.
 */
final class ForecastErrors {

  private final double[] absolute;
  private final double[] squared;
  private final long[] targets;

  /**
   * @param horizon steps forecast
   */
  ForecastErrors(int horizon) {
    absolute = new double[horizon];
    squared = new double[horizon];
    targets = new long[horizon];
  }

  /**
   * One forecast number and what came.
   *
   * @param ahead how many steps ahead, from 0
   */
  void add(int ahead, double forecast, double observed) {
    double error = forecast - observed;
    absolute[ahead] += Math.abs(error);
    squared[ahead] += error * error;
    targets[ahead]++;
  }

  /** What was measured so far; NaN where there was nothing to measure. */
  Summary summary() {
    double allAbsolute = 0;
    double allSquared = 0;
    long all = 0;
    List<Double> maeAhead = new ArrayList<>();
    List<Double> rmseAhead = new ArrayList<>();
    for (int ahead = 0; ahead < targets.length; ahead++) {
      maeAhead.add(absolute[ahead] / targets[ahead]);
      rmseAhead.add(Math.sqrt(squared[ahead] / targets[ahead]));
      allAbsolute += absolute[ahead];
      allSquared += squared[ahead];
      all += targets[ahead];
    }
    return new Summary(allAbsolute / all, Math.sqrt(allSquared / all), maeAhead, rmseAhead, all);
  }

  /**
   * Errors over all steps ahead together, and of each.
   *
   * @param maeAhead {@code [horizon]}
   * @param rmseAhead {@code [horizon]}
   * @param targets numbers forecast and measured
   */
  record Summary(
      double mae, double rmse, List<Double> maeAhead, List<Double> rmseAhead, long targets) {

    Summary {
      maeAhead = List.copyOf(maeAhead);
      rmseAhead = List.copyOf(rmseAhead);
    }
  }
}
