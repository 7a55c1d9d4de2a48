package io.distappguard.evaluation.comparator;

import io.distappguard.traffic.forecast.ForecastInput;

/** Forecast inputs and outputs as the flat rows that networks take and give. */
final class ForecastRows {

  private ForecastRows() {}

  /** All but the recent steps: days, weeks, external features, in the order of the samples. */
  static float[] besidesRecent(ForecastInput input) {
    int length = length(input.daily()) + length(input.weekly()) + length(input.external());
    float[] row = new float[length];
    int place = put(input.daily(), row, 0);
    place = put(input.weekly(), row, place);
    put(input.external(), row, place);
    return row;
  }

  /** A flat output as {@code [horizon][nodes * features]}. */
  static float[][] steps(float[] flat, int horizon) {
    int width = flat.length / horizon;
    float[][] steps = new float[horizon][width];
    for (int step = 0; step < horizon; step++) {
      System.arraycopy(flat, step * width, steps[step], 0, width);
    }
    return steps;
  }

  private static int length(float[][] rows) {
    return rows.length == 0 ? 0 : rows.length * rows[0].length;
  }

  private static int put(float[][] rows, float[] target, int place) {
    int next = place;
    for (float[] row : rows) {
      System.arraycopy(row, 0, target, next, row.length);
      next += row.length;
    }
    return next;
  }
}
