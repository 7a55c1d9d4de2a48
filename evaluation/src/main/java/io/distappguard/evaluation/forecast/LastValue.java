package io.distappguard.evaluation.forecast;

import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.Arrays;

/** Forecasts that all stays as it is: the last step seen, for every step to come. */
public record LastValue() implements ForecasterTraining {

  @Override
  public String name() {
    return "last value";
  }

  @Override
  public Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    return new Trained(shape);
  }

  private record Trained(ForecastShape shape) implements ComparedForecaster {

    @Override
    public int parameters() {
      return 0;
    }

    @Override
    public float[][] forecast(ForecastInput input) {
      float[][] forecast = new float[shape.horizon()][];
      Arrays.setAll(forecast, step -> input.recent()[input.recent().length - 1].clone());
      return forecast;
    }
  }
}
