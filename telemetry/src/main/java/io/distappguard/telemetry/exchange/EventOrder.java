package io.distappguard.telemetry.exchange;

/**
 * Tells events that come nearly in order from those whose time cannot be right: one may be late by
 * a tolerance; one that is ahead of the others by more is believed when the event after it agrees.
 * So one damaged time loses one event, and not those after it. Not thread-safe.
 */
final class EventOrder {

  /** Longest time without an event that is believed of a last event, which none can agree with. */
  private static final long LONGEST_PAUSE_MICROS = 31L * 86_400 * 1_000_000;

  /** Until the year 2262: what nanoseconds since the epoch can say. */
  private static final long MOST_MICROS = Long.MAX_VALUE / 1000;

  private final long toleranceMicros;
  private long latest = Long.MIN_VALUE;

  EventOrder(long toleranceMicros) {
    this.toleranceMicros = toleranceMicros;
  }

  /** Whether a time cannot be right, whatever comes after it. */
  boolean isImpossible(long micros) {
    return micros < 0
        || micros > MOST_MICROS
        || latest != Long.MIN_VALUE && micros < latest - toleranceMicros;
  }

  /** Whether the next event has to agree. */
  boolean isAhead(long micros) {
    return latest == Long.MIN_VALUE || micros > latest + toleranceMicros;
  }

  /** Whether the event that follows one that is ahead agrees with it. */
  boolean agrees(long ahead, long following) {
    return following >= ahead - toleranceMicros;
  }

  /** Whether to believe the last event of all though it is ahead. */
  boolean isCredibleEnd(long micros) {
    return latest == Long.MIN_VALUE || micros - latest <= LONGEST_PAUSE_MICROS;
  }

  void believe(long micros) {
    latest = Math.max(latest, micros);
  }

  /** The latest time believed, in microseconds since the epoch; negative before the first. */
  long latest() {
    return latest;
  }
}
