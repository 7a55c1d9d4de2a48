package io.distappguard.traffic.score;

import io.distappguard.traffic.series.SeriesScaling;
import java.util.Arrays;
import java.util.List;

/**
 * How far forecasts are usually off: a robust standard deviation a node and feature, in scaled
 * units.
 *
 * @param deviations {@code [nodes * features]}, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // written once
public record ResidualScales(float[] deviations) {

  private static final double DEVIATIONS_PER_MAD = 1.4826;

  /** Least deviation in units before scaling: of calls, share of failures, log latency. */
  private static final double[] LEAST = {1, 0.1, 0.25};

  /**
   * Learns it.
   *
   * @param residuals observed less forecast, of benign windows, each {@code [nodes * features]}
   */
  public static ResidualScales fit(List<float[]> residuals, SeriesScaling scaling) {
    int length = scaling.nodes() * SeriesScaling.FEATURES;
    float[] deviations = new float[length];
    double[] column = new double[residuals.size()];
    for (int index = 0; index < length; index++) {
      for (int row = 0; row < column.length; row++) {
        column[row] = Math.abs(residuals.get(row)[index]);
      }
      Arrays.sort(column);
      double median = column.length == 0 ? 0 : column[column.length / 2];
      int node = index / SeriesScaling.FEATURES;
      int feature = index % SeriesScaling.FEATURES;
      // Around zero and not around the median: a forecast that is always off is no better for it.
      deviations[index] =
          (float)
              Math.max(
                  LEAST[feature] / scaling.scales()[node][feature], DEVIATIONS_PER_MAD * median);
    }
    return new ResidualScales(deviations);
  }
}
