package io.distappguard.traffic.detect;

import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.traffic.profile.CallActivity;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds that an application was called and is not any more, although the source is there. Only of
 * an application that was called in nearly every window while learning this means something. Told
 * once, until it is called again. Not thread-safe.
 */
final class Silence {

  /** How many times longer than the longest silence in benign recordings one may be. */
  private static final int MARGIN = 2;

  private static final long NONE = Long.MIN_VALUE;

  private final CallActivity activity;
  private final long windowMillis;
  private final String entry;
  private final double threshold;
  private long heardUntil = NONE;
  private long calledUntil = NONE;
  private long toldAt = NONE;

  /**
   * @param entry the service that is called
   * @param threshold what the weight of a silence has to pass
   */
  Silence(CallActivity activity, long windowMillis, String entry, double threshold) {
    this.activity = activity;
    this.windowMillis = windowMillis;
    this.entry = entry;
    this.threshold = threshold;
  }

  /** The source says that it was there until this moment. */
  void heardUntil(long millis) {
    heardUntil = Math.max(heardUntil, millis);
  }

  /** Takes the next window; evidence where with it the silence is too long, else null. */
  @Nullable Evidence window(TrafficWindow window) {
    if (window.chains() > 0) {
      calledUntil = window.endMillis();
      toldAt = NONE;
      return null;
    }
    return isTooLong(window.endMillis()) ? tell(window.endMillis()) : null;
  }

  /**
   * Nothing was called from the last window on; evidence where the silence is too long by now.
   *
   * @param millis when, in whole windows
   */
  @Nullable Evidence until(long millis) {
    return isTooLong(millis) ? tell(calledUntil + longestMillis() + windowMillis) : null;
  }

  /** End of the window with which the present silence became too long. */
  long toldAt() {
    return toldAt;
  }

  private boolean isTooLong(long millis) {
    return toldAt == NONE
        && activity.hasRegularCalls()
        && calledUntil != NONE
        && millis <= heardUntil
        && millis - calledUntil > longestMillis();
  }

  private long longestMillis() {
    return MARGIN * (activity.longestSilence() + 1L) * windowMillis;
  }

  private Evidence tell(long endMillis) {
    toldAt = endMillis;
    long millis = endMillis - calledUntil;
    long usual = activity.longestSilence() * windowMillis;
    return new Evidence(
        Evidence.Kind.SILENT,
        entry,
        "",
        entry,
        "any",
        "seconds",
        millis / 1e3,
        0.0,
        0.0,
        usual / 1e3,
        threshold * millis / longestMillis(),
        String.format(
            Locale.ROOT,
            "%s was not called for %,d s; never for longer than %,d s in benign recordings"
                + " (%,d windows of training)",
            entry,
            millis / 1000,
            usual / 1000,
            activity.trainingWindows()),
        List.of(),
        calledUntil,
        List.of());
  }
}
