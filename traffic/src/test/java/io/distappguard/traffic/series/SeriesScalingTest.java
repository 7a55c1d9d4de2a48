package io.distappguard.traffic.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeriesScalingTest {

  @Property
  void aCountComesBackFromItsTransform(@ForAll @IntRange(min = 0, max = 1_000_000) int count) {
    assertThat(SeriesScaling.callsOf(SeriesScaling.anscombe(count)))
        .isCloseTo(count, within(1e-6 * (1 + count)));
  }

  @Test
  void aTypicalWindowIsNearZeroAndALoudOneIsNot() {
    SeriesScaling scaling = SeriesScaling.fit(windows(20, 0), 1);
    assertThat(scaling.scaled(window(20, 0))[SeriesScaling.CALLS]).isCloseTo(0f, within(0.5f));
    assertThat(scaling.scaled(window(80, 0))[SeriesScaling.CALLS]).isGreaterThan(5f);
  }

  @Test
  void oneFailureOfOneCallSaysLessThanTwentyOfTwenty() {
    SeriesScaling scaling = SeriesScaling.fit(windows(20, 0), 1);
    float one = scaling.scaled(window(1, 1))[SeriesScaling.ERRORS];
    float twenty = scaling.scaled(window(20, 20))[SeriesScaling.ERRORS];
    assertThat(one).isGreaterThan(0f).isLessThan(twenty / 2);
  }

  @Test
  void aWindowWithoutCallsHasItsUsualLatency() {
    SeriesScaling scaling = SeriesScaling.fit(windows(20, 0), 1);
    assertThat(scaling.scaled(new ClusterWindow(1))[SeriesScaling.LATENCY]).isZero();
  }

  private static List<ClusterWindow> windows(int mean, int failed) {
    SplittableRandom random = new SplittableRandom(1);
    List<ClusterWindow> windows = new ArrayList<>();
    for (int index = 0; index < 200; index++) {
      windows.add(window(mean - 3 + random.nextInt(7), failed));
    }
    return windows;
  }

  private static ClusterWindow window(int calls, int failed) {
    ClusterWindow window = new ClusterWindow(1);
    for (int call = 0; call < calls; call++) {
      window.call(0, 2_000_000, call < failed);
    }
    return window;
  }
}
