package io.distappguard.traffic.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowCountingTest {

  private final List<TrafficWindow> windows = new ArrayList<>();

  @Test
  void givesWindowsAwayInOrderOnceTimeHasPassedThem() {
    WindowCounting counting = counting(Long.MIN_VALUE);
    count(counting, 12_000);
    count(counting, 11_000);
    count(counting, 21_000);
    counting.passed(19_999);
    assertThat(windows).extracting(TrafficWindow::startMillis).containsExactly(10_000L);
    assertThat(windows.getFirst().clusters().getFirst().chains()).isEqualTo(2);
    counting.passed(25_000);
    assertThat(windows)
        .extracting(TrafficWindow::startMillis)
        .containsExactly(10_000L, 15_000L, 20_000L);
  }

  @Test
  void aQuietWindowIsAWindow() {
    WindowCounting counting = counting(Long.MIN_VALUE);
    count(counting, 10_000);
    count(counting, 20_000);
    counting.passed(25_000);
    assertThat(windows.get(1).clusters().getFirst().chains()).isZero();
    assertThat(windows).extracting(TrafficWindow::stretch).containsOnly(0);
  }

  @Test
  void whatComesAfterItsWindowIsCountedAsLate() {
    WindowCounting counting = counting(Long.MIN_VALUE);
    count(counting, 10_000);
    counting.passed(20_000);
    assertThat(counting.windowOf(14_000, false)).isNull();
    assertThat(counting.lateChains()).isEqualTo(1);
    assertThat(counting.earlyChains()).isZero();
  }

  @Test
  void whatComesBeforeTheFirstWholeWindowIsLeftOut() {
    WindowCounting counting = counting(11_000);
    assertThat(counting.windowOf(9_000, true)).isNull();
    assertThat(counting.windowOf(12_000, true)).isNull();
    count(counting, 15_000);
    counting.passed(20_000);
    assertThat(windows).extracting(TrafficWindow::startMillis).containsExactly(15_000L);
    assertThat(counting.earlyChains()).isEqualTo(2);
    assertThat(counting.lateChains()).isZero();
  }

  @Test
  void whatWasHeldBackCountsInTheOldestOpenWindow() {
    WindowCounting counting = counting(Long.MIN_VALUE);
    count(counting, 10_000);
    counting.passed(20_000);
    count(counting, 14_000);
    counting.passed(25_000);
    assertThat(counting.lateChains()).isZero();
    assertThat(windows.getLast().startMillis()).isEqualTo(20_000);
    assertThat(windows.getLast().clusters().getFirst().chains()).isEqualTo(1);
  }

  @Test
  void theFirstWindowIsThatOfTheEarliestChainAndNotOfTheFirst() {
    WindowCounting counting = counting(Long.MIN_VALUE);
    count(counting, 70_000);
    counting.passed(15_000);
    count(counting, 10_000);
    counting.passed(15_000);
    assertThat(windows).extracting(TrafficWindow::startMillis).containsExactly(10_000L);
  }

  @Test
  void aMinuteOfSilenceIsWindowsAndALongerOneEndsTheStretch() {
    WindowCounting counting = counting(Long.MIN_VALUE);
    count(counting, 10_000);
    for (long millis = 15_000; millis <= 190_000; millis += 1_000) {
      counting.passed(millis);
    }
    assertThat(windows).hasSize(13);
    assertThat(windows.getLast().endMillis()).isEqualTo(75_000);
    count(counting, 200_000);
    counting.passed(205_000);
    assertThat(windows.getLast().startMillis()).isEqualTo(200_000);
    assertThat(windows).extracting(TrafficWindow::stretch).containsOnly(0, 1);
    assertThat(windows).hasSize(14);
  }

  private WindowCounting counting(long first) {
    return new WindowCounting(new int[] {2}, 5_000, first, windows::add);
  }

  private static void count(WindowCounting counting, long millis) {
    TrafficWindow window = counting.windowOf(millis, true);
    assertThat(window).isNotNull();
    if (window != null) {
      window.clusters().getFirst().chain("trace");
    }
  }
}
