package io.distappguard.traffic.learn;

import io.distappguard.traffic.drift.ResidualReference;
import io.distappguard.traffic.score.ClusterResidual;
import io.distappguard.traffic.score.ClusterTails;
import io.distappguard.traffic.score.Cusum;
import io.distappguard.traffic.score.ResidualScales;
import io.distappguard.traffic.score.TailStrength;
import io.distappguard.traffic.series.SeriesScaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What forecasts of benign windows were off by: usual deviations, tails, and a reference to know
 * drift by.
 */
record Residuals(ResidualScales scales, ClusterTails tails, ResidualReference reference) {

  /** Least knees of the tails: what chance alone does, in usual deviations. */
  private static final double LEAST_LARGEST = 2;

  private static final double LEAST_ROOT_MEAN_SQUARE = 1;
  private static final double LEAST_CUSUM = 3;

  private static final double LEAST_CALLS_DEVIATION = 0.3;
  private static final double DEVIATIONS_PER_MAD = 1.4826;

  /** One forecast and what came. */
  record Step(int stretch, float[] observed, float[] forecast) {}

  /**
   * Learns from forecasts of benign windows in the order of time, none of which the forecaster was
   * trained on.
   */
  static Residuals of(List<Step> steps, SeriesScaling scaling) {
    List<float[]> differences = new ArrayList<>();
    for (Step step : steps) {
      float[] difference = new float[step.observed().length];
      for (int index = 0; index < difference.length; index++) {
        difference[index] = step.observed()[index] - step.forecast()[index];
      }
      differences.add(difference);
    }
    ResidualScales scales = ResidualScales.fit(differences, scaling);
    double[] largest = new double[steps.size()];
    double[] rootMeanSquare = new double[steps.size()];
    double[] calls = new double[steps.size()];
    for (int index = 0; index < steps.size(); index++) {
      Step step = steps.get(index);
      ClusterResidual residual = ClusterResidual.of(step.observed(), step.forecast(), scales, 1);
      largest[index] = residual.largest();
      rootMeanSquare[index] = residual.rootMeanSquare();
      calls[index] = residual.meanCalls();
    }
    double deviation = Math.max(LEAST_CALLS_DEVIATION, medianAbsolute(calls) * DEVIATIONS_PER_MAD);
    return new Residuals(
        scales,
        new ClusterTails(
            TailStrength.fit(largest, LEAST_LARGEST),
            TailStrength.fit(rootMeanSquare, LEAST_ROOT_MEAN_SQUARE),
            TailStrength.fit(sums(steps, calls, deviation), LEAST_CUSUM),
            deviation),
        ResidualReference.of(calls));
  }

  private static double[] sums(List<Step> steps, double[] calls, double deviation) {
    double[] sums = new double[calls.length];
    Cusum cusum = new Cusum();
    for (int index = 0; index < sums.length; index++) {
      if (index > 0 && steps.get(index).stretch() != steps.get(index - 1).stretch()) {
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
