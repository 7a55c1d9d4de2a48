package io.distappguard.telemetry.collector;

import org.jspecify.annotations.Nullable;

/**
 * The time of a stream's intervals, which never goes back: so no interval holds what belongs to
 * another. Where the stream's own time goes back, because the host's clock was set, a new epoch
 * begins behind the last interval: its times are told later by as much as that takes, until the
 * next epoch. Not thread-safe.
 */
final class StreamClock {

  static final String OUT_OF_ORDER = "interval out of order (the clock was set back)";
  static final String TOLD_TWICE = "interval told twice";
  static final String FAR_APART = "intervals more than a day apart";
  static final String IMPOSSIBLE_TIME = "impossible time of an interval";

  /** What is asked where no interval is. */
  static final long NONE = Long.MIN_VALUE;

  private static final long DAY_MILLIS = 86_400_000;

  /** The end of the year 9999. */
  private static final long LAST_MILLIS = 253_402_300_800_000L;

  private static final long USUAL_LENGTH_MILLIS = 1000;

  private long lengthMillis = USUAL_LENGTH_MILLIS;
  private long beginMillis = NONE;
  private long lastMillis = NONE;
  private long laterMillis;
  private boolean epochBegins = true;
  private boolean known;

  /**
   * A stream begins.
   *
   * @param length of its intervals, in milliseconds
   * @param millis when it begins by the host's clock
   * @return null, or what is wrong with that
   */
  @Nullable String begin(long length, long millis) {
    beginEpoch();
    known = false;
    boolean possible = length > 0 && length <= DAY_MILLIS;
    lengthMillis = possible ? length : USUAL_LENGTH_MILLIS;
    beginMillis = isTime(millis) ? millis : NONE;
    return possible && isTime(millis) ? null : IMPOSSIBLE_TIME;
  }

  /** The host's clock was set: the next interval may have any time. */
  void beginEpoch() {
    epochBegins = true;
    beginMillis = NONE;
  }

  /**
   * An interval begins.
   *
   * @param millis when, as the stream tells it
   * @return null, or what is wrong with that; time goes on all the same unless it is impossible
   */
  @Nullable String interval(long millis) {
    if (!isTime(millis)) {
      known = false;
      return IMPOSSIBLE_TIME;
    }
    known = true;
    boolean announced = epochBegins;
    epochBegins = false;
    if (lastMillis == NONE) {
      return first(millis);
    }
    if (announced && millis > lastMillis) {
      laterMillis = 0;
    }
    long time = millis + laterMillis;
    if (time > lastMillis && (announced || time - lastMillis <= DAY_MILLIS)) {
      lastMillis = time;
      return null;
    }
    if (time == lastMillis && !announced) {
      return TOLD_TWICE; // what follows is of that interval
    }
    String problem = time > lastMillis ? FAR_APART : OUT_OF_ORDER;
    goOnWith(millis);
    return announced ? null : problem;
  }

  /**
   * Start of the interval that what is read now belongs to; {@link #NONE} where that is not told.
   */
  long intervalMillis() {
    return known ? lastMillis : NONE;
  }

  private @Nullable String first(long millis) {
    lastMillis = millis;
    if (beginMillis == NONE || Math.abs(millis - beginMillis) <= DAY_MILLIS) {
      return null;
    }
    lastMillis = beginMillis - beginMillis % lengthMillis;
    laterMillis = lastMillis - millis;
    return FAR_APART;
  }

  /**
   * The interval is told as the one behind the last, by whole intervals apart from its own time.
   */
  private void goOnWith(long millis) {
    long least = lastMillis + 1 - millis;
    laterMillis = Math.ceilDiv(least, lengthMillis) * lengthMillis;
    lastMillis = millis + laterMillis;
  }

  private static boolean isTime(long millis) {
    return millis >= 0 && millis < LAST_MILLIS;
  }
}
