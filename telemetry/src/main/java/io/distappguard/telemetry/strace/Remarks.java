package io.distappguard.telemetry.strace;

import java.nio.charset.StandardCharsets;

/** What strace writes besides calls: lines about itself, stacks, a summary at the end. */
final class Remarks {

  private static final byte[] SELF = bytes("strace: ");
  private static final byte[] PROCESS = bytes("Process ");
  private static final byte[] ATTACHED = bytes(" attached");
  private static final byte[] STACK = bytes(" > ");
  private static final byte[] UNFINISHED = bytes(" <unfinished ...>");
  private static final byte[] DETACHED = bytes(" <detached ...>");
  private static final byte[] SUMMARY = bytes("% time");
  private static final byte[] RULE = bytes("------");
  private static final byte[] SUMMARY_OF = bytes("System call usage summary for ");

  private Remarks() {}

  /** Whether the whole line is one. */
  static boolean is(byte[] buffer, int from, int to) {
    if (from >= to) {
      return true;
    }
    return switch (buffer[from]) {
      case 's' -> begins(buffer, from, to, SELF);
      case 'P' -> begins(buffer, from, to, PROCESS);
      case 'S' -> begins(buffer, from, to, SUMMARY_OF);
      case '%' -> begins(buffer, from, to, SUMMARY);
      case '-' -> begins(buffer, from, to, RULE);
      case '/' -> ByteText.indexOf(buffer, from, Math.min(to, from + 64), SELF) > from;
      default -> false;
    };
  }

  /** The same for one that begins with a space: the rest of a line that another broke, a stack. */
  static boolean isIndented(byte[] buffer, int from, int to) {
    return begins(buffer, from, to, STACK)
        || equals(buffer, from, to, UNFINISHED)
        || equals(buffer, from, to, DETACHED)
        || isOfSummary(buffer, from, to);
  }

  /** Whether the line heads a summary of {@code -c} or {@code -C}. */
  static boolean headsSummary(byte[] buffer, int from, int to) {
    return begins(buffer, from, to, SUMMARY);
  }

  /** {@code strace: Process 200 attached}: the number; -1 where it says something else. */
  static int attached(byte[] buffer, int from, int to) {
    int at = ByteText.indexOf(buffer, from, to, PROCESS);
    if (at < 0) {
      return -1;
    }
    int number = at + PROCESS.length;
    int end = number;
    while (end < to && buffer[end] >= '0' && buffer[end] <= '9') {
      end++;
    }
    return begins(buffer, end, to, ATTACHED) ? ByteText.number(buffer, number, end) : -1;
  }

  /** Where the remark that ends a line within a call begins; -1 where none does. */
  static int within(byte[] buffer, int from, int to) {
    if (to - from < SELF.length + PROCESS.length + ATTACHED.length
        || !equals(buffer, to - ATTACHED.length, to, ATTACHED)) {
      return -1;
    }
    int at = ByteText.lastIndexOf(buffer, from, to, SELF);
    return at > from && attached(buffer, at, to) > 0 ? at : -1;
  }

  /** {@code 2.54 0.000123 41 3 vfork}: a share with two decimals. */
  static boolean isOfSummary(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && buffer[at] == ' ') {
      at++;
    }
    int point = at;
    while (point < to && buffer[point] >= '0' && buffer[point] <= '9') {
      point++;
    }
    return point > at
        && point - at <= 3
        && point + 4 < to
        && buffer[point] == '.'
        && isDigit(buffer[point + 1])
        && isDigit(buffer[point + 2])
        && buffer[point + 3] == ' ';
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private static boolean begins(byte[] buffer, int from, int to, byte[] text) {
    return to - from >= text.length
        && java.util.Arrays.equals(buffer, from, from + text.length, text, 0, text.length);
  }

  private static boolean equals(byte[] buffer, int from, int to, byte[] text) {
    return java.util.Arrays.equals(buffer, from, to, text, 0, text.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
