package io.distappguard.traffic.astgcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearBaseTest {

  private static final ForecastShape SHAPE = new ForecastShape(1, 1, 1, 4, 0, 0, 2);
  private static final double NOISE = 0.1;

  @Test
  void findsWhatDependsOnThePastAndOnExternalFeatures() {
    ForecastSamples training = samples(1, 0.5);
    LinearBase base = LinearBase.fit(training, samples(2, 0.5), 1);

    double squares = 0;
    ForecastSamples test = samples(3, 0.5);
    for (int sample = 0; sample < test.count(); sample++) {
      double error =
          (double) test.observed(sample)[0][0] - base.forecast(test.forecastInput(sample))[0][0];
      squares += error * error;
    }
    assertThat(Math.sqrt(squares / test.count())).isCloseTo(NOISE, within(0.2 * NOISE));
  }

  @Test
  void externalFeaturesThatDoNotValidateAreLeftOut() {
    LinearBase base = LinearBase.fit(samples(1, 0.5), samples(2, -0.5), 1);

    float[][] past = {{1}, {2}, {1}, {2}};
    assertThat(base.forecast(input(past, 1))).isDeepEqualTo(base.forecast(input(past, -1)));
  }

  @Test
  void untaughtItIsTheMeanOfAllSteps() {
    float[][] past = {{1}, {2}, {3}, {6}};
    assertThat(LinearBase.mean(SHAPE).forecast(input(past, 1)))
        .isDeepEqualTo(new float[][] {{3}, {3}});
  }

  @Test
  void isTheSameFromItsTensors() {
    LinearBase base = LinearBase.fit(samples(1, 0.5), samples(2, 0.5), 1);
    float[][] past = {{1}, {2}, {1}, {2}};
    assertThat(LinearBase.of(SHAPE, base.tensors()).forecast(input(past, 1)))
        .isDeepEqualTo(base.forecast(input(past, 1)));
    base.tensors()
        .forEach((name, tensor) ->
            assertThat(tensor.shape()).isEqualTo(LinearBase.shapes(SHAPE).get(name)));
  }

  private static ForecastInput input(float[][] past, float external) {
    return new ForecastInput(
        past, new float[0][], new float[0][], new float[][] {{external}, {external}});
  }

  /** Each value is 0.6 of the last, and 1, and so much of an external feature, and noise. */
  private static ForecastSamples samples(long seed, double ofExternal) {
    SplittableRandom random = new SplittableRandom(seed);
    int steps = 600;
    float[][] values = new float[steps][1];
    float[][] external = new float[steps][1];
    double last = 2.5;
    for (int step = 0; step < steps; step++) {
      external[step][0] = (float) Math.sin(step / 9.0);
      double noise = NOISE * random.nextGaussian();
      last = 0.6 * last + 1 + ofExternal * external[step][0] + noise;
      values[step][0] = (float) last;
    }
    return ForecastSamples.of(
        new GraphSeries(1, 1, 1, new long[steps], values, external, new int[steps]), SHAPE);
  }
}
