package io.distappguard.telemetry.collector;

import java.nio.charset.StandardCharsets;

/** Argument vectors in the form they have in strace text, which profiles may be learned from. */
final class ArgumentText {

  private static final int LONGEST = 256;

  /** What {@code strace -s 16} shows of an argument, and how many arguments. */
  private static final int SHOWN = 16;

  private ArgumentText() {}

  /**
   * Arguments, each ended by NUL, joined by spaces: of each at most 16 bytes, of the whole at most
   * 256 characters; dots stand for what is left out.
   */
  static String of(byte[] arguments) {
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (int from = 0; from < arguments.length && text.length() < LONGEST; ) {
      int to = from;
      while (to < arguments.length && arguments[to] != 0) {
        to++;
      }
      if (count++ == SHOWN) {
        text.append("...");
        break;
      }
      if (!text.isEmpty()) {
        text.append(' ');
      }
      int shown = Math.min(to - from, SHOWN);
      text.append(new String(arguments, from, shown, StandardCharsets.UTF_8));
      if (to - from > SHOWN) {
        text.append("...");
      }
      from = to + 1;
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
  }
}
