package io.distappguard.telemetry.syscall;

/**
 * Believes times that go on, come a little late, or leap and are borne out by the next, so that one
 * damaged time closes no windows.
 */
public final class EventOrder {

  /** Sources that write events of several threads or processors do so nearly in order. */
  private static final long TOLERANCE_MICROS = 1_000_000;

  /** A time this far ahead is believed when a second event agrees with it. */
  private static final long LEAP_MICROS = 3_600_000_000L;

  private long latest = Long.MIN_VALUE;
  private long leap = Long.MIN_VALUE;

  /** The latest time believed; {@link Long#MIN_VALUE} before the first. */
  public long latest() {
    return latest;
  }

  /** Whether an event of this time, in microseconds, is believed. */
  public boolean believes(long micros) {
    if (micros >= latest && micros - latest <= LEAP_MICROS || latest == Long.MIN_VALUE) {
      latest = micros;
      return true;
    }
    if (micros < latest) {
      return latest - micros <= TOLERANCE_MICROS;
    }
    if (leap != Long.MIN_VALUE && Math.abs(micros - leap) <= LEAP_MICROS) {
      latest = micros;
      return true;
    }
    leap = micros;
    return false;
  }
}
