package io.distappguard.range.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class DayShapeTest {
  @Property(tries = 200)
  void neverStraysFurtherThanTheAmplitude(
      @ForAll @DoubleRange(min = 1, max = 100_000) double daySeconds,
      @ForAll @DoubleRange(min = 0, max = 1) double amplitude,
      @ForAll @DoubleRange(min = 0, max = 1_000_000) double second) {
    double rate = new DayShape(daySeconds, amplitude).at(second);
    assertThat(rate).isBetween(1 - amplitude - 1e-9, 1 + amplitude + 1e-9);
  }

  @Property(tries = 50)
  void hasMeanOneOverADayAndRepeatsTheNext(
      @ForAll @DoubleRange(min = 10, max = 10_000) double daySeconds,
      @ForAll @DoubleRange(min = 0, max = 1) double amplitude) {
    DayShape day = new DayShape(daySeconds, amplitude);
    double sum = 0;
    int steps = 1_000;
    for (int step = 0; step < steps; step++) {
      double second = daySeconds * step / steps;
      sum += day.at(second);
      assertThat(day.at(second + daySeconds)).isCloseTo(day.at(second), within(1e-6));
    }
    assertThat(sum / steps).isCloseTo(1, within(1e-6));
  }

  @Test
  void reachesItsAmplitude() {
    DayShape day = new DayShape(1_000, 0.6);
    double furthest = 0;
    for (int second = 0; second < 1_000; second++) {
      furthest = Math.max(furthest, Math.abs(day.at(second) - 1));
    }
    assertThat(furthest).isCloseTo(0.6, within(0.001));
  }

  @Test
  void impossibleShapesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DayShape(0, 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new DayShape(100, 1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new DayShape(Double.NaN, 0.5));
  }
}
