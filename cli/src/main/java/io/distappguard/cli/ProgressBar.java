package io.distappguard.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A line on standard error that shows how far a long piece of work is, its rate and the time left.
 * Draws nothing in the first two seconds, nor where nobody watches. Not thread-safe.
 */
public final class ProgressBar implements AutoCloseable {

  /** What is counted. */
  public enum Unit {
    /** Octets of input. */
    BYTES,
    /** Anything else: epochs, runs, windows. */
    STEPS
  }

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int CELLS = 24;

  private final PrintWriter err;
  private final boolean watched;
  private final Unit unit;
  private final LongSupplier nanoTime;
  private final long begun;
  private String label;
  private long nextDraw;
  private boolean drawn;

  ProgressBar(PrintWriter err, boolean watched, String label, Unit unit, LongSupplier nanoTime) {
    this.err = err;
    this.watched = watched;
    this.label = label;
    this.unit = unit;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.nextDraw = begun + QUIET_NANOS;
  }

  /** Names what is worked on now, such as a file. */
  public void label(String now) {
    label = now;
  }

  /**
   * Work has come to {@code done} of {@code total}; draws when it is time to.
   *
   * @param total 0 or less where unknown
   */
  public void update(long done, long total) {
    if (!watched) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (now - nextDraw < 0) {
      return;
    }
    nextDraw = now + REDRAW_NANOS;
    drawn = true;
    err.print("\r\u001b[K" + line(label, unit, done, total, now - begun));
    err.flush();
  }

  /** Takes the line away, so that what follows begins on a clean one. */
  @Override
  public void close() {
    if (drawn) {
      err.print("\r\u001b[K");
      err.flush();
      drawn = false;
    }
  }

  /** The text of the bar: {@code read a.strace [=====> ] 43 % 12.3 MB/s 0:12 left}. */
  static String line(String label, Unit unit, long done, long total, long elapsedNanos) {
    double seconds = Math.max(elapsedNanos, 1) / 1e9;
    double rate = done / seconds;
    if (total <= 0) {
      return label + "  " + amount(unit, done) + "  " + amount(unit, rate) + "/s";
    }
    double share = Math.min(1.0, (double) done / total);
    int full = (int) (share * CELLS);
    String bar = "=".repeat(full) + (full < CELLS ? ">" + " ".repeat(CELLS - full - 1) : "");
    String left = done > 0 ? clock((total - done) / rate) + " left" : "";
    return String.format(
        Locale.ROOT,
        "%s [%s] %3d %%  %s/s  %s",
        label,
        bar,
        (int) (share * 100),
        amount(unit, rate),
        left);
  }

  private static String amount(Unit unit, double value) {
    return switch (unit) {
      case BYTES -> String.format(Locale.ROOT, "%.1f MB", value / 1e6);
      case STEPS -> String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    };
  }

  private static String clock(double seconds) {
    long whole = Math.max(0, (long) Math.ceil(seconds));
    return whole / 60 + ":" + String.format(Locale.ROOT, "%02d", whole % 60);
  }
}
