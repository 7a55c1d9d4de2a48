package io.distappguard.traffic.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForecastSamplesTest {

  private static final long HOUR = 3_600_000;

  @Test
  void cutsRecentStepsAndThoseToForecast() {
    ForecastSamples samples =
        ForecastSamples.of(series(6, HOUR, 6), new ForecastShape(2, 1, 1, 3, 0, 0, 2));

    assertThat(samples.count()).isEqualTo(2);
    assertThat(samples.step(1)).isEqualTo(4);
    ForecastInput input = samples.forecastInput(1);
    assertThat(input.recent()).isDeepEqualTo(new float[][] {{1, 101}, {2, 102}, {3, 103}});
    assertThat(input.external()).isDeepEqualTo(new float[][] {{-4}, {-5}});
    assertThat(input.daily()).isEmpty();
    assertThat(samples.observed(1)).isDeepEqualTo(new float[][] {{4, 104}, {5, 105}});
    assertThat(samples.input(1)).containsExactly(1, 101, 2, 102, 3, 103, -4, -5);
    assertThat(samples.target(1)).containsExactly(4, 104, 5, 105);
  }

  @Test
  void looksAtTheSameStepsOfDaysAndWeeksBefore() {
    ForecastSamples samples =
        ForecastSamples.of(series(200, HOUR, 200), new ForecastShape(2, 1, 1, 1, 2, 1, 2));

    assertThat(samples.step(0)).isEqualTo(168);
    ForecastInput input = samples.forecastInput(0);
    assertThat(input.daily())
        .isDeepEqualTo(new float[][] {{144, 244, 145, 245}, {120, 220, 121, 221}});
    assertThat(input.weekly()).isDeepEqualTo(new float[][] {{0, 100, 1, 101}});
    assertThat(samples.input(0))
        .containsExactly(
            167, 267, 144, 244, 145, 245, 120, 220, 121, 221, 0, 100, 1, 101, -168, -169);
  }

  @Property(tries = 200)
  void noSampleReachesAcrossTheEdgeOfAStretch(
      @ForAll @IntRange(min = 1, max = 40) int steps,
      @ForAll @IntRange(min = 1, max = 9) int stretch,
      @ForAll @IntRange(min = 1, max = 5) int recent,
      @ForAll @IntRange(min = 1, max = 3) int horizon) {
    GraphSeries series = series(steps, HOUR, stretch);
    ForecastSamples samples =
        ForecastSamples.of(series, new ForecastShape(2, 1, 1, recent, 0, 0, horizon));

    int expected =
        IntStream.range(0, steps)
            .filter(first -> first + recent + horizon <= steps)
            .filter(first ->
                Arrays.stream(series.stretch(), first, first + recent + horizon).distinct().count()
                    == 1)
            .map(first -> 1)
            .sum();
    assertThat(samples.count()).isEqualTo(expected);
    for (int sample = 0; sample < samples.count(); sample++) {
      int step = samples.step(sample);
      assertThat(series.stretch()[step - recent]).isEqualTo(series.stretch()[step + horizon - 1]);
    }
  }

  @Test
  void refusesSeriesOfAnotherShapeAndDaysOfHalfSteps() {
    assertThatThrownBy(
            () -> ForecastSamples.of(series(6, HOUR, 6), new ForecastShape(3, 1, 1, 3, 0, 0, 1)))
        .hasMessage("series: 2 nodes, 1 features, 1 externals (expected: 3, 1, 1)");
    assertThatThrownBy(
            () -> ForecastSamples.of(series(6, 7_000, 6), new ForecastShape(2, 1, 1, 3, 1, 0, 1)))
        .hasMessageStartingWith("step: 7000 ms (expected: a day is a whole number of steps");
    assertThatThrownBy(() -> new ForecastShape(2, 1, 1, 0, 0, 0, 1))
        .hasMessage("recentSteps: 0 (expected: >= 1)");
  }

  /** Node 0 has the number of the step, node 1 a hundred more; stretches of equal length. */
  private static GraphSeries series(int steps, long stepMillis, int stretch) {
    float[][] values = new float[steps][];
    float[][] external = new float[steps][];
    long[] starts = new long[steps];
    int[] stretches = new int[steps];
    for (int step = 0; step < steps; step++) {
      values[step] = new float[] {step, 100 + step};
      external[step] = new float[] {-step};
      starts[step] = step * stepMillis + step / stretch * 12_345L;
      stretches[step] = step / stretch;
    }
    return new GraphSeries(2, 1, 1, starts, values, external, stretches);
  }
}
