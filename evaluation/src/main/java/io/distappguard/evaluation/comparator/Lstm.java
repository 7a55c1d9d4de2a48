package io.distappguard.evaluation.comparator;

import io.distappguard.learning.training.FittedParameters;
import io.distappguard.learning.training.GradientTraining;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;

/**
 * A recurrent forecaster without a graph: one layer, the features of all nodes in, those of all
 * nodes out; days, weeks and external features go straight to the output. Trained by the same loop,
 * loss and early stopping as ours.
 *
 * @param hidden width of its state
 * @param huberDelta size of error from which the loss is linear
 * @param configuration of the training; the seed is the one asked for
 */
public record Lstm(int hidden, float huberDelta, TrainingConfiguration configuration)
    implements ForecasterTraining {

  @Override
  public String name() {
    return "LSTM";
  }

  @Override
  public Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    int values = shape.nodes() * shape.features();
    LstmNetwork network =
        new LstmNetwork(
            shape.recentSteps(),
            values,
            shape.inputs() - shape.recentSteps() * values,
            shape.targets(),
            hidden,
            huberDelta,
            seed);
    FittedParameters fitted =
        GradientTraining.fit(
            network,
            ForecastSamples.of(training, shape),
            ForecastSamples.of(validation, shape),
            configuration.reseeded(seed),
            TrainingProgress.SILENT);
    return new LstmForecaster(shape, fitted.best());
  }
}
