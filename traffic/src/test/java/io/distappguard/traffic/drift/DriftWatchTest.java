package io.distappguard.traffic.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftWatchTest {

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void saysOnceThatTrafficHasBecomeBusierForGood() {
    DriftWatch watch = watch();
    assertThat(told(watch, 0, 2 * DriftWatch.WINDOWS)).isEmpty();
    List<Drift> told = told(watch, 1, 3 * DriftWatch.WINDOWS);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().shift()).isGreaterThan(0.3);
    assertThat(told.getFirst().sentence()).contains("busier").contains("learn again");
  }

  @Test
  void saysNothingWhileResidualsAreAsUsual() {
    assertThat(told(watch(), 0, 20 * DriftWatch.WINDOWS)).isEmpty();
  }

  @Test
  void saysItAgainOnlyAfterItWasOver() {
    DriftWatch watch = watch();
    assertThat(told(watch, 1, 2 * DriftWatch.WINDOWS)).hasSize(1);
    assertThat(told(watch, 0, 2 * DriftWatch.WINDOWS)).isEmpty();
    assertThat(told(watch, -1, 2 * DriftWatch.WINDOWS)).hasSize(1);
  }

  private DriftWatch watch() {
    return new DriftWatch("login", ResidualReference.of(random.doubles(1_000, -1, 1).toArray()));
  }

  private List<Drift> told(DriftWatch watch, double shift, int windows) {
    List<Drift> told = new ArrayList<>();
    for (int window = 0; window < windows; window++) {
      Drift drift =
          watch.add(window * 5_000L, (window + 1) * 5_000L, shift + random.nextDouble(-1, 1));
      if (drift != null) {
        told.add(drift);
      }
    }
    return told;
  }
}
