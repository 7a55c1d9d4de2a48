package io.distappguard.telemetry.table;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Numbers as tables have them: {@code 1700000000000}, {@code 12.5}, {@code 1.7e9}, {@code
 * 1,700,000} with marks between thousands, {@code 0,5} with a comma for the point.
 */
final class TableNumber {

  private static final Pattern THOUSANDS = Pattern.compile("-?\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern WHOLE_FLOAT = Pattern.compile("-?\\d+\\.0+");
  private static final Pattern LOST_DIGITS = Pattern.compile("-?\\d+(\\.\\d+[eE]\\+?|[eE]\\+)\\d+");
  private static final long LARGEST = Long.MAX_VALUE;
  private static final int MOST_WHOLE_DIGITS = 19;

  private TableNumber() {}

  /** The number times a power of ten up to a milliard; -1 where there is none, or it is below 0. */
  static long scaled(String text, long scale) {
    try {
      return of(text.indexOf(',') < 0 ? text : withoutCommas(text), scale);
    } catch (NumberFormatException exception) {
      return -1;
    }
  }

  /**
   * A number without {@code .0} behind it: a column of numbers in which one is missing comes out of
   * pandas as one of floating-point numbers.
   */
  static String withoutFraction(String text) {
    return text.endsWith("0") && WHOLE_FLOAT.matcher(text).matches()
        ? text.substring(0, text.indexOf('.'))
        : text;
  }

  /** Whether a text such as {@code 1.23e+18} can be no id any more. */
  static boolean hasLostDigits(String text) {
    return (text.indexOf('.') > 0 || text.indexOf('+') > 0) && LOST_DIGITS.matcher(text).matches();
  }

  private static String withoutCommas(String text) {
    return THOUSANDS.matcher(text).matches() ? text.replace(",", "") : text.replace(',', '.');
  }

  private static long of(String text, long scale) {
    int point = text.indexOf('.');
    boolean hasExponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    if (point < 0 && !hasExponent) {
      long value = Long.parseLong(text);
      return value < 0 || value > LARGEST / scale ? -1 : value * scale;
    }
    if (point < MOST_WHOLE_DIGITS && !hasExponent) {
      // exact where a double is not
      long whole = point == 0 ? 0 : Long.parseLong(text.substring(0, point));
      String digits = (text.substring(point + 1) + "000000000").substring(0, 9);
      long fraction = Long.parseLong(digits);
      if (whole >= 0 && fraction >= 0 && whole < LARGEST / scale - 1) {
        return whole * scale + fraction / (1_000_000_000 / scale);
      }
      return -1;
    }
    return exponential(text, scale);
  }

  private static long exponential(String text, long scale) {
    if (text.length() > 40) {
      return -1;
    }
    // A double would lose the last digits of nanoseconds.
    BigDecimal number = new BigDecimal(text);
    if (number.signum() < 0 || number.precision() - number.scale() > MOST_WHOLE_DIGITS) {
      return -1;
    }
    number = number.multiply(BigDecimal.valueOf(scale));
    return number.compareTo(BigDecimal.valueOf(LARGEST)) >= 0 ? -1 : number.longValue();
  }
}
