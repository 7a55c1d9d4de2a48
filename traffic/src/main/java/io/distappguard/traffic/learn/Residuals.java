package io.distappguard.traffic.learn;

import io.distappguard.traffic.drift.ResidualReference;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.score.ClusterForecasting;
import io.distappguard.traffic.score.ClusterResidual;
import io.distappguard.traffic.score.ClusterTails;
import io.distappguard.traffic.score.Cusum;
import io.distappguard.traffic.score.ResidualScales;
import io.distappguard.traffic.score.TailStrength;
import io.distappguard.traffic.series.SeriesScaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What forecasts of benign windows were off by: tails, and a reference to know drift by. */
record Residuals(ClusterTails tails, ResidualReference reference) {

  /** Least knees of the tails: what chance alone does, in usual deviations. */
  private static final double LEAST_LARGEST = 2;

  private static final double LEAST_ROOT_MEAN_SQUARE = 1;
  private static final double LEAST_CUSUM = 3;

  private static final double LEAST_CALLS_DEVIATION = 0.3;
  private static final double DEVIATIONS_PER_MAD = 1.4826;

  /**
   * Learns from benign windows in the order of time, none of which the forecaster was trained on,
   * forecast one after another as in detection.
   *
   * @param usual how far its forecasts are usually off
   * @param cycleSteps windows of a day
   */
  static Residuals of(
      Forecaster forecaster,
      SeriesScaling scaling,
      ResidualScales usual,
      GraphSeries series,
      int cycleSteps) {
    ClusterForecasting forecasting = new ClusterForecasting(scaling, forecaster, usual, cycleSteps);
    List<ClusterResidual> residuals = new ArrayList<>();
    List<Integer> stretches = new ArrayList<>();
    for (int step = 0; step < series.steps(); step++) {
      if (step > 0 && series.stretch()[step] != series.stretch()[step - 1]) {
        forecasting.restart();
      }
      ClusterResidual residual =
          forecasting.next(series.values()[step], series.external()[step], 1);
      if (residual != null) {
        forecasting.remember(residual);
        residuals.add(residual);
        stretches.add(series.stretch()[step]);
      }
    }
    double[] calls = residuals.stream().mapToDouble(ClusterResidual::meanCalls).toArray();
    double deviation = Math.max(LEAST_CALLS_DEVIATION, medianAbsolute(calls) * DEVIATIONS_PER_MAD);
    return new Residuals(
        new ClusterTails(
            TailStrength.fit(
                residuals.stream().mapToDouble(ClusterResidual::largest).toArray(), LEAST_LARGEST),
            TailStrength.fit(
                residuals.stream().mapToDouble(ClusterResidual::rootMeanSquare).toArray(),
                LEAST_ROOT_MEAN_SQUARE),
            TailStrength.fit(sums(stretches, calls, deviation), LEAST_CUSUM),
            deviation),
        ResidualReference.of(calls));
  }

  private static double[] sums(List<Integer> stretches, double[] calls, double deviation) {
    double[] sums = new double[calls.length];
    Cusum cusum = new Cusum();
    for (int index = 0; index < sums.length; index++) {
      if (index > 0 && !stretches.get(index).equals(stretches.get(index - 1))) {
        cusum.reset();
      }
      sums[index] = cusum.add(calls[index] / deviation, Double.POSITIVE_INFINITY);
    }
    return sums;
  }

  private static double medianAbsolute(double[] values) {
    double[] sorted = new double[values.length];
    for (int index = 0; index < sorted.length; index++) {
      sorted[index] = Math.abs(values[index]);
    }
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
