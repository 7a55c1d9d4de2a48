package io.distappguard.telemetry.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Tells events that come nearly in order from those whose time cannot be right. An event may be
 * late by a tolerance; a time more than an hour ahead is believed when a second event agrees with
 * it. Not thread-safe.
 */
public final class EventOrder {

  public static final String OUT_OF_ORDER = "out of order";

  private static final long LEAP_MICROS = 3_600_000_000L;

  /** Years 1970 to 2262: what nanoseconds since the epoch can say. */
  private static final long MOST_MICROS = Long.MAX_VALUE / 1000;

  private final long toleranceMicros;
  private long latest = Long.MIN_VALUE;
  private long leap = Long.MIN_VALUE;

  public EventOrder(long toleranceMicros) {
    this.toleranceMicros = toleranceMicros;
  }

  /** Takes an event's time in; null where it is believed, else why not. */
  public @Nullable String take(long micros) {
    if (micros < 0 || micros > MOST_MICROS) {
      return OUT_OF_ORDER;
    }
    if (latest == Long.MIN_VALUE || micros >= latest && micros - latest <= LEAP_MICROS) {
      latest = micros;
      return null;
    }
    if (micros < latest) {
      return latest - micros <= toleranceMicros ? null : OUT_OF_ORDER;
    }
    if (leap != Long.MIN_VALUE && Math.abs(micros - leap) <= LEAP_MICROS) {
      latest = micros;
      return null;
    }
    leap = micros;
    return OUT_OF_ORDER;
  }

  /** The latest time believed, in microseconds since the epoch. */
  public long latest() {
    return latest;
  }
}
