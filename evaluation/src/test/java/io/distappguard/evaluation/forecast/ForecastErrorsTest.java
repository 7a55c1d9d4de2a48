package io.distappguard.evaluation.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForecastErrorsTest {

  @Test
  void errorsAreOfEachStepAheadAndOfAll() {
    ForecastErrors errors = new ForecastErrors(2);
    errors.add(0, 3, 1); // 2
    errors.add(0, 1, 1); // 0
    errors.add(1, 0, 4); // -4
    errors.add(1, 7, 3); // 4

    ForecastErrors.Summary summary = errors.summary();

    assertThat(summary.maeAhead()).containsExactly(1.0, 4.0);
    assertThat(summary.rmseAhead()).containsExactly(Math.sqrt(2), 4.0);
    assertThat(summary.mae()).isEqualTo(2.5);
    assertThat(summary.rmse()).isEqualTo(3);
    assertThat(summary.targets()).isEqualTo(4);
  }

  @Test
  void seedsAreSpreadByTheDeviationOfASample() {
    assertThat(Spread.of(List.of(1.0, 2.0, 3.0))).isEqualTo(new Spread(2, 1));
    assertThat(Spread.of(List.of(4.0))).isEqualTo(new Spread(4, 0));
  }

  @Property
  void anObservedCountIsReadBackExactly(@ForAll @IntRange(min = 0, max = 100_000) int count) {
    assertThat(CountScale.count(GeneratedSeries.anscombe(count))).isCloseTo(count, within(1e-6));
  }

  @Test
  void theMeanCountIsThatOfAPoissonCountWhoseTransformIsForecastRight() {
    double rate = 6;
    double meanTransform = 0;
    double probability = Math.exp(-rate);
    for (int count = 0; count < 60; count++) {
      meanTransform += probability * GeneratedSeries.anscombe(count);
      probability *= rate / (count + 1);
    }

    assertThat(CountScale.meanCount(meanTransform)).isCloseTo(rate, within(0.03));
    assertThat(CountScale.count(meanTransform)).isLessThan(rate - 0.2);
  }

  @Test
  void noForecastIsBelowNoCalls() {
    assertThat(CountScale.count(-3)).isZero();
    assertThat(CountScale.meanCount(-3)).isZero();
  }
}
