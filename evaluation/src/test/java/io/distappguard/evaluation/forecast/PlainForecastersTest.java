package io.distappguard.evaluation.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.evaluation.comparator.DayPhase;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainForecastersTest {

  private static final ForecastShape SHAPE = new ForecastShape(2, 1, 2, 6, 0, 0, 3);
  private static final DayPhase BY_STEP = new DayPhase(0, 1, GeneratedSeries.DAY_STEPS);

  @Test
  void lastValueRepeatsTheLastStep() {
    GraphSeries series = GeneratedSeries.of(2, 20, 1, (step, node, random) -> 10 * step + node);
    ForecastSamples samples = ForecastSamples.of(series, SHAPE);

    float[][] forecast = train(new LastValue(), series).forecast(samples.forecastInput(0));

    assertThat(forecast).isDeepEqualTo(new float[][] {{50, 51}, {50, 51}, {50, 51}});
  }

  @Test
  void seasonalMeanKnowsASeasonAfterTwoDays() {
    GraphSeries training = GeneratedSeries.of(2, 48, 1, (step, node, random) -> season(step, node));

    ForecastSamples samples = ForecastSamples.of(training, SHAPE);
    Forecaster forecaster = train(new SeasonalMean(BY_STEP, GeneratedSeries.DAY_MILLIS), training);

    assertThat(((ComparedForecaster) forecaster).remark()).isEmpty();
    for (int sample = 0; sample < samples.count(); sample++) {
      float[][] forecast = forecaster.forecast(samples.forecastInput(sample));
      for (int ahead = 0; ahead < SHAPE.horizon(); ahead++) {
        assertThat(forecast[ahead]).containsExactly(samples.observed(sample)[ahead], within(1e-5f));
      }
    }
  }

  @Test
  void seasonalMeanOfLessThanTwoDaysIsTheMeanAndSaysSo() {
    GraphSeries training = GeneratedSeries.of(2, 47, 1, (step, node, random) -> step + 100 * node);

    ComparedForecaster forecaster =
        (ComparedForecaster) train(new SeasonalMean(BY_STEP, GeneratedSeries.DAY_MILLIS), training);

    assertThat(forecaster.forecast(ForecastSamples.of(training, SHAPE).forecastInput(5)))
        .isDeepEqualTo(new float[][] {{23, 123}, {23, 123}, {23, 123}});
    assertThat(forecaster.remark()).contains("2.0 days").contains("mean over all");
  }

  @Test
  void ewmaTrustsTheLastStepOfARandomWalk() {
    double[] place = new double[2];
    GraphSeries walk =
        GeneratedSeries.of(2, 400, 1, (step, node, random) -> place[node] += random.nextGaussian());

    assertThat(alpha(walk)).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void ewmaAveragesNoiseAboutALevel() {
    GraphSeries noise =
        GeneratedSeries.of(2, 400, 1, (step, node, random) -> 5 + random.nextGaussian());

    assertThat(alpha(noise)).isLessThanOrEqualTo(0.1);
  }

  @Test
  void ewmaOfAConstantIsTheConstant() {
    GraphSeries constant = GeneratedSeries.of(2, 40, 1, (step, node, random) -> 3 + node);

    float[][] forecast =
        train(new Ewma(), constant).forecast(ForecastSamples.of(constant, SHAPE).forecastInput(0));

    assertThat(forecast[2]).containsExactly(new float[] {3, 4}, within(1e-5f));
  }

  @Test
  void theBetterOnValidationIsTaken() {
    GraphSeries season = GeneratedSeries.of(2, 96, 1, (step, node, random) -> season(step, node));
    SeasonalMean right = new SeasonalMean(BY_STEP, GeneratedSeries.DAY_MILLIS);

    Forecaster chosen =
        train(new ChosenOnValidation("either", List.of(new LastValue(), right)), season);

    assertThat(((ComparedForecaster) chosen).parameters()).isEqualTo(2 * GeneratedSeries.DAY_STEPS);
  }

  @Test
  void aSlotBeginsWhereItsStepBegins() {
    GraphSeries series = GeneratedSeries.of(1, 48, 1, (step, node, random) -> 0);

    for (int step = 0; step < 48; step++) {
      assertThat(BY_STEP.slotOf(series.external()[step])).isEqualTo(step % 24);
      assertThat(new DayPhase(0, 1, 6).slotOf(series.external()[step])).isEqualTo(step % 24 / 4);
      assertThat(DayPhase.NONE.slotOf(series.external()[step])).isZero();
    }
  }

  private static double season(int step, int node) {
    return Math.sin(2 * Math.PI * step / GeneratedSeries.DAY_STEPS) + node;
  }

  private static double alpha(GraphSeries series) {
    return ((Ewma.Trained) train(new Ewma(), series)).alpha();
  }

  private static Forecaster train(ForecasterTraining training, GraphSeries series) {
    return training.train(series, series, GeneratedSeries.chain(2), SHAPE, 1);
  }
}
