package io.distappguard.traffic.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.NovelChains;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains that come after their windows were judged. */
class LatenessTest {

  private static final long WINDOW = 5_000;

  private final Lateness lateness = new Lateness(WINDOW);
  private final List<LateChains> told = new ArrayList<>();
  private int windows;

  @Test
  void moreThanOneInTwentyOfAMinuteIsToldOnce() {
    windows(12, 95, 5);
    assertThat(told).isEmpty();
    windows(30, 90, 10);
    assertThat(told).hasSize(1);
    LateChains late = told.getFirst();
    assertThat(late.startMillis()).isEqualTo(WINDOW);
    assertThat(late.endMillis()).isEqualTo(13 * WINDOW);
    assertThat(late.late()).isEqualTo(11 * 5 + 10);
    assertThat(late.chains()).isEqualTo(1_200);
    assertThat(late.sentence())
        .isEqualTo(
            "5 % of the chains of the minute from 1970-01-01T00:00:05Z (65 of 1,200) came after"
                + " their windows had been judged, and are in none, most of them from cart"
                + " (cart-1): see why spans are sent late");
  }

  @Test
  void afterAMinuteInTimeItIsToldAgain() {
    windows(12, 90, 10);
    windows(12, 100, 0);
    windows(12, 90, 10);
    assertThat(told).hasSize(2);
  }

  @Test
  void lessThanAMinuteIsNotTold() {
    windows(11, 1, 1);
    assertThat(told).isEmpty();
  }

  @Test
  void whereNoSourceSentMostOfThemNoneIsNamed() {
    for (int window = 0; window < 12; window++) {
      for (int number = 0; number < 1_000; number++) {
        lateness.late("service" + number, "");
      }
      windows(1, 10, 0);
    }
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().late()).isEqualTo(12_000);
    assertThat(told.getFirst().service()).isEmpty();
    assertThat(told.getFirst().sentence()).contains("are in none: see");
  }

  private void windows(int count, int judged, int late) {
    for (int window = 0; window < count; window++) {
      for (int chain = 0; chain < late; chain++) {
        lateness.late("cart", "cart-1");
      }
      ClusterWindow chains = new ClusterWindow(0);
      for (int chain = 0; chain < judged; chain++) {
        chains.chain("trace");
      }
      long start = windows++ * WINDOW;
      LateChains tells =
          lateness.window(
              new TrafficWindow(start, start + WINDOW, 0, List.of(), chains, new NovelChains()));
      if (tells != null) {
        told.add(tells);
      }
    }
  }
}
