package io.distappguard.evaluation.comparator;

import io.distappguard.learning.training.FittedParameters;
import io.distappguard.learning.training.GradientTraining;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;

/**
 * STID (Shao et al., CIKM 2022): a perceptron that knows which node and which slot of the day it
 * forecasts, and no graph. Trained by the same loop, loss (the paper's is the absolute error) and
 * early stopping as ours, without the paper's dropout. The day-of-week embedding is left out: no
 * recording here holds two weeks.
 *
 * @param width of each embedding (the paper's is 32)
 * @param layers of the perceptron (the paper's is 3)
 * @param phase where in the day a step lies
 * @param huberDelta size of error from which the loss is linear
 * @param configuration of the training; the seed is the one asked for
 */
public record Stid(
    int width, int layers, DayPhase phase, float huberDelta, TrainingConfiguration configuration)
    implements ForecasterTraining {

  public Stid {
    if (configuration.inputDropout() != 0) {
      throw new IllegalArgumentException(
          "inputDropout: %s (expected: 0, for a slot's number must stay what it is)"
              .formatted(configuration.inputDropout()));
    }
  }

  @Override
  public String name() {
    return "STID";
  }

  @Override
  public Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    StidNetwork network =
        new StidNetwork(
            shape.nodes(),
            shape.features(),
            shape.recentSteps(),
            shape.horizon(),
            phase.slots(),
            width,
            layers,
            huberDelta,
            seed);
    FittedParameters fitted =
        GradientTraining.fit(
            network,
            new SlotExamples(training, shape, phase),
            new SlotExamples(validation, shape, phase),
            configuration.reseeded(seed),
            TrainingProgress.SILENT);
    return new StidForecaster(shape, phase, fitted.best());
  }
}
