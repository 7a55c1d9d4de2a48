package io.distappguard.traffic.score;

import io.distappguard.traffic.series.SeriesScaling;

/**
 * One cluster's window against its forecast.
 *
 * @param observed scaled features, {@code [nodes * features]}
 * @param forecast likewise
 * @param standardised observed less forecast in usual deviations, likewise
 * @param largest largest absolute one of those that are scored
 * @param rootMeanSquare of those that are scored
 * @param meanCalls mean over the nodes of the standardised residual of calls
 */
@SuppressWarnings("ArrayRecordComponent") // a view of one window, never compared
public record ClusterResidual(
    float[] observed,
    float[] forecast,
    float[] standardised,
    double largest,
    double rootMeanSquare,
    double meanCalls) {

  /**
   * Compares.
   *
   * <p>Calls and failures are scored. Latency is forecast and shown as evidence but adds nothing to
   * the score: a slow disk is no attack, and an attack that slows things down calls more.
   *
   * @param widening deviations are this much wider, 1 or more: a declared deploy is near
   */
  public static ClusterResidual of(
      float[] observed, float[] forecast, ResidualScales scales, double widening) {
    float[] standardised = new float[observed.length];
    double largest = 0;
    double squares = 0;
    double calls = 0;
    int scored = 0;
    for (int index = 0; index < observed.length; index++) {
      double residual =
          (observed[index] - forecast[index]) / (scales.deviations()[index] * widening);
      standardised[index] = (float) residual;
      int feature = index % SeriesScaling.FEATURES;
      if (feature == SeriesScaling.LATENCY) {
        continue;
      }
      largest = Math.max(largest, Math.abs(residual));
      squares += residual * residual;
      scored++;
      if (feature == SeriesScaling.CALLS) {
        calls += residual;
      }
    }
    int nodes = observed.length / SeriesScaling.FEATURES;
    return new ClusterResidual(
        observed,
        forecast,
        standardised,
        largest,
        Math.sqrt(squares / Math.max(1, scored)),
        calls / Math.max(1, nodes));
  }
}
