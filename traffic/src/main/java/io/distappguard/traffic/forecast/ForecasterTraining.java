package io.distappguard.traffic.forecast;

/** Makes a forecaster from benign series. Every random choice comes from the seed. */
public interface ForecasterTraining {

  /** Name in reports. */
  String name();

  /**
   * Trains.
   *
   * @param training to learn from
   * @param validation to stop by
   * @param adjacency {@code [nodes][nodes]}, weight of the edge from row to column, at least 0
   */
  Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed);
}
