package io.distappguard.telemetry.line;

/** Times as RFC 3339 writes them, such as {@code 2024-03-18T15:15:10.823823828Z}. */
public final class IsoTime {

  /** Said of what is no time. */
  public static final long NONE = Long.MIN_VALUE;

  private IsoTime() {}

  /**
   * Microseconds since the epoch; further digits are cut off. Between date and time may stand a
   * {@code T} or a space, before the fraction a point or a comma; without an offset it is UTC.
   * {@link #NONE} for what is no time.
   */
  public static long micros(byte[] buffer, int from, int to) {
    return time(buffer, from, to, 6, 1_000_000);
  }

  /**
   * The same in nanoseconds; {@link #NONE} also for what does not fit, before 1970 or after 2261.
   */
  public static long nanos(byte[] buffer, int from, int to) {
    int year = to - from < 19 ? -1 : digits(buffer, from, 4);
    return year < 1970 || year > 2261 ? NONE : time(buffer, from, to, 9, 1_000_000_000);
  }

  private static long time(byte[] buffer, int from, int to, int fractionDigits, long perSecond) {
    if (to - from < 19
        || buffer[from + 4] != '-'
        || buffer[from + 7] != '-'
        || buffer[from + 13] != ':'
        || buffer[from + 16] != ':') {
      return NONE;
    }
    int year = digits(buffer, from, 4);
    int month = digits(buffer, from + 5, 2);
    int day = digits(buffer, from + 8, 2);
    int hour = digits(buffer, from + 11, 2);
    int minute = digits(buffer, from + 14, 2);
    int second = digits(buffer, from + 17, 2);
    if ((year | month | day | hour | minute | second) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > 31
        || hour > 23
        || minute > 59
        || second > 60) {
      return NONE;
    }
    long seconds = (days(year, month, day) * 24 + hour) * 3600 + minute * 60L + second;
    int at = from + 19;
    long fraction = 0;
    if (at < to && (buffer[at] == '.' || buffer[at] == ',')) {
      at++;
      int count = at + 8 <= buffer.length ? EightBytes.digits(EightBytes.at(buffer, at)) : 0;
      count = Math.min(Math.min(count, to - at), fractionDigits);
      if (count > 0) {
        fraction = EightBytes.number(EightBytes.at(buffer, at), count);
        at += count;
      }
      for (; at < to && buffer[at] >= '0' && buffer[at] <= '9'; at++) {
        if (count < fractionDigits) {
          fraction = fraction * 10 + (buffer[at] - '0');
          count++;
        }
      }
      for (; count < fractionDigits; count++) {
        fraction *= 10;
      }
    }
    if (at == to || (buffer[at] | 0x20) == 'z' && at + 1 == to) {
      return seconds * perSecond + fraction;
    }
    while (at < to && buffer[at] == ' ') {
      at++;
    }
    if (to - at < 3 || buffer[at] != '+' && buffer[at] != '-') {
      return NONE;
    }
    int hours = digits(buffer, at + 1, 2);
    int minutes = to - at == 3 ? 0 : digits(buffer, to - 2, 2);
    boolean isOffset = to - at == 3 || to - at == 5 || to - at == 6 && buffer[at + 3] == ':';
    if (!isOffset || (hours | minutes) < 0) {
      return NONE;
    }
    long offset = hours * 3600L + minutes * 60L;
    return (buffer[at] == '+' ? seconds - offset : seconds + offset) * perSecond + fraction;
  }

  /** Days since the epoch of a Gregorian date, counted in years that begin in March. */
  private static long days(int year, int month, int day) {
    long shifted = month <= 2 ? year - 1L : year;
    int monthFromMarch = (month + 9) % 12;
    return 365 * shifted
        + Math.floorDiv(shifted, 4)
        - Math.floorDiv(shifted, 100)
        + Math.floorDiv(shifted, 400)
        + (153 * monthFromMarch + 2) / 5
        + day
        - 1
        - 719_468;
  }

  private static int digits(byte[] buffer, int from, int count) {
    int number = 0;
    for (int at = from; at < from + count; at++) {
      int digit = buffer[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
