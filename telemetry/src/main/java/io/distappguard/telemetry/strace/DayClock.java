package io.distappguard.telemetry.strace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Gives times of a day their date: the day on which the file was changed last, or the one before
 * where the first line would be later than that, and on from there past midnight. The times are
 * taken to be of this machine's zone, as strace writes them.
 */
final class DayClock {

  private static final long DAY_MICROS = 86_400_000_000L;

  /** How much later than its last change a file may say it is. */
  private static final long SLACK_MICROS = 2_000_000;

  private final long lastChange;
  private final ZoneId zone;
  private long before = -1;

  /**
   * @param modifiedMillis when the file was changed last; negative where unknown
   */
  DayClock(long modifiedMillis, ZoneId zone) {
    this.lastChange = modifiedMillis < 0 ? -1 : modifiedMillis * 1000;
    this.zone = zone;
  }

  /** Whether there is a date to begin with. */
  boolean isSet() {
    return lastChange >= 0;
  }

  /** Microseconds since the epoch of a time of day in microseconds. */
  long micros(long ofDay) {
    if (before < 0) {
      LocalDate date = Instant.ofEpochMilli(lastChange / 1000).atZone(zone).toLocalDate();
      long micros = at(date, ofDay);
      before = micros > lastChange + SLACK_MICROS ? at(date.minusDays(1), ofDay) : micros;
      return before;
    }
    LocalDate date = Instant.ofEpochMilli(before / 1000).atZone(zone).toLocalDate();
    long micros = at(date, ofDay);
    if (micros < before - DAY_MICROS / 2) {
      micros = at(date.plusDays(1), ofDay);
    } else if (micros > before + DAY_MICROS / 2) {
      micros = at(date.minusDays(1), ofDay);
    }
    before = Math.max(before, micros);
    return micros;
  }

  /** Whether a time found here is later than the file's last change, which cannot be. */
  boolean isTooLate(long micros) {
    return micros > lastChange + SLACK_MICROS;
  }

  private long at(LocalDate date, long ofDay) {
    return date.atStartOfDay(zone).toEpochSecond() * 1_000_000 + ofDay;
  }
}
