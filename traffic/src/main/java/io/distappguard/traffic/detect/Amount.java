package io.distappguard.traffic.detect;

import io.distappguard.traffic.score.ClusterModel;
import io.distappguard.traffic.score.ClusterResidual;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.SeriesScaling;

/**
 * One feature of one operation in units that people count in, beside its forecast.
 *
 * @param node operation of the cluster
 * @param feature {@link SeriesScaling#CALLS}, {@link SeriesScaling#ERRORS} or {@link
 *     SeriesScaling#LATENCY}
 * @param observed calls; share of calls that failed; milliseconds
 * @param forecast likewise
 * @param low lower end of what would raise no alarm
 * @param high upper end of it
 * @param deviations observed less forecast, in usual deviations
 */
public record Amount(
    int node,
    int feature,
    double observed,
    double forecast,
    double low,
    double high,
    double deviations) {

  /**
   * Reads it off.
   *
   * @param band half width of the band, in usual deviations
   */
  public static Amount of(
      int node,
      int feature,
      ClusterWindow window,
      ClusterResidual residual,
      ClusterModel model,
      double band) {
    int index = node * SeriesScaling.FEATURES + feature;
    double forecast = residual.forecast()[index];
    double half = band * model.residualScales().deviations()[index];
    SeriesScaling scaling = model.scaling();
    return new Amount(
        node,
        feature,
        observed(window, node, feature, residual.observed()[index], scaling),
        amount(forecast, node, feature, scaling),
        amount(forecast - half, node, feature, scaling),
        amount(forecast + half, node, feature, scaling),
        residual.standardised()[index]);
  }

  private static double observed(
      ClusterWindow window, int node, int feature, double scaled, SeriesScaling scaling) {
    return switch (feature) {
      case SeriesScaling.CALLS -> window.calls(node);
      case SeriesScaling.ERRORS ->
          window.calls(node) == 0 ? 0 : (double) window.failed(node) / window.calls(node);
      default -> amount(scaled, node, feature, scaling);
    };
  }

  private static double amount(double scaled, int node, int feature, SeriesScaling scaling) {
    double value = scaling.unscaled(scaled, node, feature);
    return switch (feature) {
      case SeriesScaling.CALLS -> SeriesScaling.callsOf(value);
      case SeriesScaling.ERRORS -> Math.min(1, Math.max(0, value));
      default -> Math.max(0, Math.expm1(value) / 1e3);
    };
  }

  /** What is counted, as evidence names it. */
  public String quantity() {
    return switch (feature) {
      case SeriesScaling.CALLS -> "calls";
      case SeriesScaling.ERRORS -> "share of failed calls";
      default -> "milliseconds";
    };
  }
}
