package io.distappguard.telemetry.sysdig;

/** Steps of taking a line of bytes apart. */
public final class Scanning {

  private Scanning() {}

  /** Index of the next space, or {@code to}. */
  public static int space(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != ' ') {
      at++;
    }
    return at;
  }

  /** Index of the next byte that is no space, or {@code to}. */
  public static int afterSpaces(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  /** A number that fills the whole range; -1 where it does not or is too long. */
  public static long number(byte[] bytes, int from, int to) {
    if (from >= to || to - from > 19) {
      return -1;
    }
    long value = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value < 0 ? -1 : value;
  }

  /** A number, perhaps negative, at the beginning of the range. */
  public static long leadingNumber(byte[] bytes, int from, int to, long otherwise) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long value = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9' && at - first < 18) {
      value = value * 10 + bytes[at++] - '0';
    }
    return at == first ? otherwise : negative ? -value : value;
  }
}
