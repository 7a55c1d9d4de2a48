package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.cli.ProgressBar.Unit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final StringWriter err = new StringWriter();
  private long now = 5 * SECOND;

  @Test
  void showsShareRateAndTimeLeft() {
    assertThat(ProgressBar.line("read a", Unit.BYTES, 25_000_000, 100_000_000, 5 * SECOND))
        .isEqualTo("read a [======>                 ]  25 %  5.0 MB/s  0:15 left");
    assertThat(ProgressBar.line("learn", Unit.STEPS, 100, 100, 200 * SECOND))
        .isEqualTo("learn [========================] 100 %  0.5/s  0:00 left");
  }

  @Test
  void ofAnUnknownTotalShowsTheRateOnly() {
    assertThat(ProgressBar.line("read -", Unit.BYTES, 9_000_000, 0, 3 * SECOND))
        .isEqualTo("read -  9.0 MB  3.0 MB/s");
  }

  @Test
  void showsNothingForAMoment() {
    try (ProgressBar bar = bar(true)) {
      now += SECOND;
      bar.update(1, 2);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void showsItselfAfterTwoSecondsAndCleansUp() {
    try (ProgressBar bar = bar(true)) {
      now += 2 * SECOND;
      bar.update(1, 2);
      bar.update(2, 2); // too soon to draw again
    }
    assertThat(err.toString()).contains(" 50 %").doesNotContain("100 %").endsWith("\r\u001b[K");
  }

  @Test
  void drawsNothingWhereNobodyWatches() {
    try (ProgressBar bar = bar(false)) {
      now += 60 * SECOND;
      bar.update(1, 2);
    }
    assertThat(err.toString()).isEmpty();
  }

  private ProgressBar bar(boolean watched) {
    return new ProgressBar(new PrintWriter(err), watched, "read", Unit.BYTES, () -> now);
  }
}
