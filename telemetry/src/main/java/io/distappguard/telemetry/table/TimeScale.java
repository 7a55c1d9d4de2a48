package io.distappguard.telemetry.table;

import io.distappguard.telemetry.line.IsoTime;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the numbers of a column of times count. */
enum TimeScale {
  SECONDS("s", 1_000_000_000),
  MILLISECONDS("ms", 1_000_000),
  MICROSECONDS("us", 1_000),
  NANOSECONDS("ns", 1),
  /** Text such as {@code 2023-01-29T08:43:00.123Z}; UTC where no offset is given. */
  ISO("iso", 1);

  /** From 1973 on: a smaller number counts something else than was thought. */
  static final long EARLIEST_NANOS = 100_000_000_000_000_000L;

  /** As a word, as a part that begins with a capital, or behind a word for a time. */
  private static final Pattern UNIT_AT_END =
      Pattern.compile(
          "(?:(?i:nano|micro|milli)(?i:seconds?|secs?|s)?|(?i:seconds?|secs?)"
              + "|(?:(?<![A-Za-z])(?i:s|ns|us|µs|μs|ms)"
              + "|(?<=[a-z])(?:Ns|Us|Ms|NS|US|MS)"
              + "|(?<=(?i:time|stamp|unix|start|end|duration|elapsed|latency))(?:ns|us|ms)))"
              + "[)\\] ]*$");

  /** As Kibana shows times, and exports them. */
  private static final Pattern KIBANA =
      Pattern.compile("([A-Z][a-z]{2}) (\\d{1,2}), (\\d{4}) @ (\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?)");

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

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

  /** The name a user gives it. */
  String suffix() {
    return suffix;
  }

  /** Nanoseconds in one of what it counts. */
  long unitNanos() {
    return nanos;
  }

  /** The scale a column's name tells, such as {@code startTimeMillis}; null where it does not. */
  static @Nullable TimeScale told(String column) {
    Matcher matcher = UNIT_AT_END.matcher(column);
    if (!matcher.find()) {
      return null;
    }
    String unit = matcher.group().toLowerCase(Locale.ROOT);
    return switch (unit.charAt(0)) {
      case 'n' -> NANOSECONDS;
      case 's' -> SECONDS;
      case 'm' -> unit.startsWith("micro") ? MICROSECONDS : MILLISECONDS;
      default -> MICROSECONDS;
    };
  }

  /** A column's name without what tells its scale: {@code duration} of {@code durationInMs}. */
  static String withoutUnit(String column) {
    Matcher matcher = UNIT_AT_END.matcher(column);
    return matcher.find()
        ? column.substring(0, matcher.start()).replaceFirst("(?<=[a-z])[_ ]?[iI]n[_ ]?$", "")
        : column;
  }

  private static long resolution(String text, long unitNanos) {
    int digits = 0;
    int at = Math.max(text.lastIndexOf('.'), text.lastIndexOf(',')) + 1;
    while (at > 0 && at < text.length() && Character.isDigit(text.charAt(at))) {
      digits++;
      at++;
    }
    long resolution = unitNanos;
    for (int digit = 0; digit < digits && resolution > 1; digit++) {
      resolution /= 10;
    }
    return resolution;
  }

  /** How finely a moment is written, in nanoseconds. */
  long resolutionNanos(String text) {
    return this == ISO ? resolution(text, SECONDS.nanos) : resolution(text, nanos);
  }

  /** Whether a text is a date and a time, whatever its column counts. */
  static boolean isIso(String text) {
    return text.indexOf(':') > 0;
  }

  /** The scale on which a moment lies between 1973 and 2286, null where on none. */
  static @Nullable TimeScale ofMoment(String text) {
    if (isIso(text)) {
      return ISO.nanos(text) < 0 ? null : ISO;
    }
    for (TimeScale scale : new TimeScale[] {NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS}) {
      if (scale.nanos(text) >= EARLIEST_NANOS) {
        return scale;
      }
    }
    return null;
  }

  /** Nanoseconds, or -1 where the text is none. */
  long nanos(String text) {
    return this == ISO ? moment(text) : TableNumber.scaled(text, nanos);
  }

  private static long moment(String text) {
    String iso = text;
    Matcher kibana = KIBANA.matcher(text);
    if (kibana.matches()) {
      int month = MONTHS.indexOf(kibana.group(1)) / 3 + 1;
      int day = Integer.parseInt(kibana.group(2));
      iso = "%s-%02d-%02dT%s".formatted(kibana.group(3), month, day, kibana.group(4));
    }
    for (String zone : new String[] {"UTC", "GMT"}) {
      if (iso.endsWith(zone)) {
        iso = iso.substring(0, iso.length() - zone.length()).stripTrailing();
      }
    }
    byte[] bytes = iso.replace('/', '-').getBytes(StandardCharsets.UTF_8);
    long time = IsoTime.nanos(bytes, 0, bytes.length);
    return time < 0 ? -1 : time;
  }
}
