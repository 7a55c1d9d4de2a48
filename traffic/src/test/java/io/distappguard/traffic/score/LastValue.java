package io.distappguard.traffic.score;

import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.SeriesScaling;

/** Forecasts one node by what was last. */
record LastValue(int recentSteps) implements Forecaster {

  @Override
  public ForecastShape shape() {
    return new ForecastShape(
        1, SeriesScaling.FEATURES, ExternalFeatures.COUNT, recentSteps, 0, 0, 1);
  }

  @Override
  public float[][] forecast(ForecastInput input) {
    return new float[][] {input.recent()[recentSteps - 1]};
  }
}
