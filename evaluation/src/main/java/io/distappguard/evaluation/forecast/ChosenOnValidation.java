package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.List;

/**
 * The one of several forecasters with the smallest squared error on validation: so that a
 * comparator is not beaten for a width that does not suit the series.
 *
 * @param name in reports
 * @param candidates at least one; of equals the first is taken
 */
public record ChosenOnValidation(String name, List<ForecasterTraining> candidates)
    implements ForecasterTraining {

  public ChosenOnValidation {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("candidates: none (expected: at least one)");
    }
  }

  @Override
  public Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    List<Forecaster> trained =
        candidates.stream()
            .map(candidate -> candidate.train(training, validation, adjacency, shape, seed))
            .toList();
    return best(trained, ForecastSamples.of(validation, shape));
  }

  /** The first of those with the smallest squared error. */
  static <F extends Forecaster> F best(List<F> forecasters, ForecastSamples validation) {
    F best = forecasters.getFirst();
    double smallest = Double.POSITIVE_INFINITY;
    for (F forecaster : forecasters) {
      double error = squaredError(forecaster, validation);
      if (error < smallest) {
        smallest = error;
        best = forecaster;
      }
    }
    return best;
  }

  private static double squaredError(Forecaster forecaster, ForecastSamples samples) {
    double sum = 0;
    for (int sample = 0; sample < samples.count(); sample++) {
      float[][] forecast = forecaster.forecast(samples.forecastInput(sample));
      float[][] observed = samples.observed(sample);
      for (int ahead = 0; ahead < forecast.length; ahead++) {
        for (int value = 0; value < forecast[ahead].length; value++) {
          double error = (double) forecast[ahead][value] - observed[ahead][value];
          sum += error * error;
        }
      }
    }
    return sum;
  }
}
