package io.distappguard.traffic.astgcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.GraphSeries;
import org.junit.jupiter.api.Test;

class AstgcnTrainingTest {

  private static final AstgcnArchitecture STANDARD = AstgcnArchitecture.standard();

  @Test
  void sameInputAndSeedGiveTheSameWeightsToTheBit() {
    GraphSeries series = GeneratedSeries.wave(3, 2, 120, 0.1, 1);
    ForecastShape shape = new ForecastShape(3, 2, 0, 6, 0, 0, 1);
    AstgcnTraining training = quick(STANDARD, 20);

    Astgcn first = training.train(series, series, GeneratedSeries.chain(3), shape, 5);

    assertThat(training.train(series, series, GeneratedSeries.chain(3), shape, 5).tensors())
        .isEqualTo(first.tensors());
    assertThat(training.train(series, series, GeneratedSeries.chain(3), shape, 6).tensors())
        .isNotEqualTo(first.tensors());
  }

  @Test
  void learnsATinySetByHeart() {
    GraphSeries series = GeneratedSeries.wave(3, 2, 20, 1, 2);
    ForecastShape shape = new ForecastShape(3, 2, 0, 6, 0, 0, 1);

    Astgcn astgcn =
        new AstgcnTraining(
                STANDARD,
                new AstgcnTraining.Schedule(1_500, 16, 1e-2, 0, 400, 1f),
                TrainingProgress.SILENT)
            .train(series, series, GeneratedSeries.chain(3), shape, 1);

    assertThat(error(astgcn, series)).isLessThan(0.05);
  }

  @Test
  void neighboursTellWhatComes() {
    GraphSeries training = GeneratedSeries.wave(4, 1, 600, 0.05, 3);
    GraphSeries validation = GeneratedSeries.wave(4, 1, 200, 0.05, 4);
    GraphSeries test = GeneratedSeries.wave(4, 1, 400, 0.05, 5);
    ForecastShape shape = new ForecastShape(4, 1, 0, 8, 0, 0, 1);

    for (AstgcnArchitecture architecture :
        new AstgcnArchitecture[] {STANDARD, STANDARD.withoutAttention()}) {
      Astgcn astgcn =
          quick(architecture, 400).train(training, validation, GeneratedSeries.chain(4), shape, 1);
      // node 0 is a wander that nobody foretells; the others repeat it
      assertThat(error(astgcn, test)).isLessThan(0.6 * lastValueError(test, shape));
    }
  }

  @Test
  void aSingleNodeLearnsByTemporalConvolutionAlone() {
    GraphSeries training = GeneratedSeries.wave(1, 3, 400, 0.8, 6);
    GraphSeries test = GeneratedSeries.wave(1, 3, 300, 0.8, 7);
    ForecastShape shape = new ForecastShape(1, 3, 0, 12, 0, 0, 1);

    Astgcn astgcn = quick(STANDARD, 200).train(training, test, new float[1][1], shape, 1);

    assertThat(astgcn.tensors().keySet()).noneMatch(name -> name.contains("Theta"));
    assertThat(error(astgcn, test)).isLessThan(0.85 * lastValueError(test, shape));
  }

  @Test
  void aDailyPatternIsForecastFromTheDaysBefore() {
    GraphSeries training = GeneratedSeries.daily(2, 20, 10);
    GraphSeries validation = GeneratedSeries.daily(2, 5, 11);
    GraphSeries test = GeneratedSeries.daily(2, 8, 12);
    ForecastShape recentOnly = new ForecastShape(2, 1, 0, 3, 0, 0, 1);
    ForecastShape daily = new ForecastShape(2, 1, 0, 3, 2, 0, 1);
    AstgcnTraining quick = quick(STANDARD, 200);

    Astgcn without = quick.train(training, validation, GeneratedSeries.chain(2), recentOnly, 1);
    Astgcn with = quick.train(training, validation, GeneratedSeries.chain(2), daily, 1);

    assertThat(error(with, test)).isLessThan(0.6 * error(without, test));
  }

  @Test
  void weeksAreLookedAtToo() {
    GraphSeries training = GeneratedSeries.daily(2, 24, 10);
    GraphSeries validation = GeneratedSeries.daily(2, 9, 11);
    ForecastShape recentOnly = new ForecastShape(2, 1, 0, 3, 0, 0, 2);
    ForecastShape weekly = new ForecastShape(2, 1, 0, 3, 1, 1, 2);
    AstgcnTraining quick = quick(STANDARD, 100);

    Astgcn without = quick.train(training, validation, GeneratedSeries.chain(2), recentOnly, 1);
    Astgcn with = quick.train(training, validation, GeneratedSeries.chain(2), weekly, 1);

    assertThat(error(with, validation)).isLessThan(0.6 * error(without, validation));
  }

  @Test
  void refusesWhatItCannotLearnFrom() {
    GraphSeries series = GeneratedSeries.wave(3, 1, 40, 0.1, 1);
    ForecastShape shape = new ForecastShape(3, 1, 0, 6, 0, 0, 1);
    AstgcnTraining training = quick(STANDARD, 10);

    assertThatThrownBy(() -> training.train(series, series, new float[2][2], shape, 1))
        .hasMessage("adjacency: 2 rows (expected: 3)");
    assertThatThrownBy(() ->
            training.train(
                series, GeneratedSeries.wave(3, 1, 6, 0.1, 1), GeneratedSeries.chain(3), shape, 1))
        .hasMessage("validation: no examples (expected: at least one)");
  }

  private static AstgcnTraining quick(AstgcnArchitecture architecture, int steps) {
    return new AstgcnTraining(
        architecture,
        new AstgcnTraining.Schedule(steps, 32, 1e-2, 1e-3, 10, 1f),
        TrainingProgress.SILENT);
  }

  /** Mean absolute error. */
  private static double error(Forecaster forecaster, GraphSeries series) {
    ForecastSamples samples = ForecastSamples.of(series, forecaster.shape());
    double sum = 0;
    long count = 0;
    for (int sample = 0; sample < samples.count(); sample++) {
      float[][] forecast = forecaster.forecast(samples.forecastInput(sample));
      float[][] observed = samples.observed(sample);
      for (int step = 0; step < forecast.length; step++) {
        for (int place = 0; place < forecast[step].length; place++) {
          sum += Math.abs(forecast[step][place] - observed[step][place]);
          count++;
        }
      }
    }
    return sum / count;
  }

  private static double lastValueError(GraphSeries series, ForecastShape shape) {
    return error(
        new Forecaster() {
          @Override
          public ForecastShape shape() {
            return shape;
          }

          @Override
          public float[][] forecast(io.distappguard.traffic.forecast.ForecastInput input) {
            return new float[][] {input.recent()[shape.recentSteps() - 1]};
          }
        },
        series);
  }
}
