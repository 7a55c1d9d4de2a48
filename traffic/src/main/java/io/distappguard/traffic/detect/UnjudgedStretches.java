package io.distappguard.traffic.detect;

import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.traffic.score.TrafficScore;
import java.util.function.Consumer;

/** Finds the stretches of a stream that no window with a score covers. Not thread-safe. */
final class UnjudgedStretches {

  private static final long NONE = Long.MIN_VALUE;

  private final long windowMillis;
  private final Consumer<Stretch> sink;
  private long windowsUntil = NONE;
  private long fillingSince = NONE;
  private boolean again;

  UnjudgedStretches(long windowMillis, Consumer<Stretch> sink) {
    this.windowMillis = windowMillis;
    this.sink = sink;
  }

  /** Takes the next window. */
  void window(TrafficScore score) {
    long start = score.window().startMillis();
    if (windowsUntil != NONE && start > windowsUntil) {
      tellGap(start);
    }
    if (score.isScored()) {
      tellFilling(start);
    } else if (fillingSince == NONE) {
      fillingSince = start;
    }
    windowsUntil = score.window().endMillis();
  }

  /** The stream has ended; a window that it broke off is none. */
  void finish(long endMillis) {
    if (windowsUntil == NONE) {
      return;
    }
    if (endMillis - windowsUntil >= windowMillis) {
      tellGap(endMillis);
    } else {
      tellFilling(windowsUntil);
    }
  }

  private void tellGap(long endMillis) {
    tellFilling(windowsUntil);
    sink.accept(new Stretch(windowsUntil, endMillis, "the source recorded nothing"));
    again = true;
  }

  private void tellFilling(long endMillis) {
    if (fillingSince == NONE) {
      return;
    }
    String reason = "the history that a forecast needs was filling";
    sink.accept(
        new Stretch(fillingSince, endMillis, again ? reason + " again after a gap" : reason));
    fillingSince = NONE;
  }
}
