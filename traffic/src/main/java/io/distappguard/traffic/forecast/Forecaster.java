package io.distappguard.traffic.forecast;

/** Forecasts the next steps of a series on a graph. Immutable; plain Java, no tensor library. */
public interface Forecaster {

  /** What it takes and gives. */
  ForecastShape shape();

  /**
   * The next steps.
   *
   * @return {@code [horizon][nodes * features]}, in the units of the input
   */
  float[][] forecast(ForecastInput input);
}
