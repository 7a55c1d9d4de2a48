package io.distappguard.telemetry.table;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the numbers of a column of times count. */
enum TimeScale {
  SECONDS("s", 1_000_000_000),
  MILLISECONDS("ms", 1_000_000),
  MICROSECONDS("us", 1_000),
  NANOSECONDS("ns", 1),
  /** Text such as {@code 2023-01-29T08:43:00.123Z}; UTC where no offset is given. */
  ISO("iso", 1);

  private static final long LARGEST = Long.MAX_VALUE;

  private final String suffix;
  private final long nanos;

  TimeScale(String suffix, long nanos) {
    this.suffix = suffix;
    this.nanos = nanos;
  }

  /** The scale a user names, or null. */
  static @Nullable TimeScale named(String suffix) {
    for (TimeScale scale : values()) {
      if (scale.suffix.equals(suffix)) {
        return scale;
      }
    }
    return null;
  }

  /** The scale a column's name tells, such as {@code startTimeMillis}; null where it does not. */
  static @Nullable TimeScale told(String column) {
    String name = column.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    if (name.contains("nano") || name.endsWith("ns")) {
      return NANOSECONDS;
    }
    if (name.contains("micro") || name.endsWith("us")) {
      return MICROSECONDS;
    }
    return name.contains("milli") || name.endsWith("ms") ? MILLISECONDS : null;
  }

  /** The scale on which a moment lies between 1973 and 2286. */
  static TimeScale ofMoment(String text) {
    if (text.indexOf('-') > 0 && text.indexOf(':') > 0) {
      return ISO;
    }
    int point = text.indexOf('.');
    int digits = point < 0 ? text.length() : point;
    return digits >= 18
        ? NANOSECONDS
        : digits >= 15 ? MICROSECONDS : digits >= 12 ? MILLISECONDS : SECONDS;
  }

  /** Nanoseconds, or -1 where the text is none. */
  long nanos(String text) {
    try {
      return this == ISO ? moment(text) : number(text);
    } catch (NumberFormatException | DateTimeException exception) {
      return -1;
    }
  }

  private long number(String text) {
    int point = text.indexOf('.');
    boolean hasExponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    if (point < 0 && !hasExponent) {
      long value = Long.parseLong(text);
      return value < 0 || value > LARGEST / nanos ? -1 : value * nanos;
    }
    if (point < 19 && !hasExponent) {
      // exact where a double is not
      long whole = Long.parseLong(text.substring(0, point));
      String digits = (text.substring(point + 1) + "000000000").substring(0, 9);
      long fraction = Long.parseLong(digits);
      if (whole >= 0 && fraction >= 0 && whole < LARGEST / nanos - 1) {
        return whole * nanos + fraction / (1_000_000_000 / nanos);
      }
      return -1;
    }
    double value = Double.parseDouble(text) * nanos;
    return value >= 0 && value < LARGEST ? (long) value : -1;
  }

  private static long moment(String text) {
    String iso = text.replace(' ', 'T');
    boolean hasOffset = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 9;
    OffsetDateTime time =
        hasOffset ? OffsetDateTime.parse(iso) : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC);
    long seconds = time.toEpochSecond();
    return seconds < 0 || seconds > LARGEST / 1_000_000_000 - 1
        ? -1
        : seconds * 1_000_000_000 + time.getNano();
  }
}
