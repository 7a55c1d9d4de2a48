package io.distappguard.evaluation.roads;

/**
 * Errors of forecasts over the first steps ahead, all sensors, steps and windows pooled.
 *
 * @param rmse root of the mean square
 * @param mae mean absolute error
 * @param windows forecasts judged
 */
public record ForecastScore(double rmse, double mae, int windows) {

  /** Makes forecasts from the steps before {@code step}, a row a step ahead. */
  @FunctionalInterface
  interface Forecasts {
    float[][] from(int step);
  }

  /**
   * Judges forecasts of the first {@code ahead} steps at every place where they and the {@code
   * recent} steps before lie within {@code [from, to)} of the series: T-GCN's way, so that the
   * figures can be compared.
   *
   * @param last whether only the last of the steps ahead counts
   */
  static ForecastScore of(
      Forecasts forecasts,
      float[][] observed,
      int from,
      int to,
      int recent,
      int ahead,
      boolean last) {
    double squares = 0;
    double absolutes = 0;
    long count = 0;
    int windows = 0;
    for (int step = from + recent; step + ahead <= to; step++) {
      float[][] forecast = forecasts.from(step);
      for (int offset = last ? ahead - 1 : 0; offset < ahead; offset++) {
        float[] truth = observed[step + offset];
        for (int column = 0; column < truth.length; column++) {
          double error = (double) forecast[offset][column] - truth[column];
          squares += error * error;
          absolutes += Math.abs(error);
          count++;
        }
      }
      windows++;
    }
    return new ForecastScore(Math.sqrt(squares / count), absolutes / count, windows);
  }
}
