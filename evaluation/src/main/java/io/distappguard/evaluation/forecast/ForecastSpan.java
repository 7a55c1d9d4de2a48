package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.GraphSeries;

/**
 * How far forecasters look back and ahead, the same for all that are compared.
 *
 * @param recentSteps steps before the forecast
 * @param dailyCycles days before it
 * @param weeklyCycles weeks before it
 * @param horizon steps forecast
 */
public record ForecastSpan(int recentSteps, int dailyCycles, int weeklyCycles, int horizon) {

  /** The shape of a forecaster of such series. */
  ForecastShape shapeOf(GraphSeries series) {
    return new ForecastShape(
        series.nodes(),
        series.features(),
        series.externals(),
        recentSteps,
        dailyCycles,
        weeklyCycles,
        horizon);
  }
}
