package io.distappguard.telemetry.strace;

/** Where annotations of descriptors and quoted strings end. */
final class Annotations {

  private static final int LONGEST_TIME_SPENT = 24;

  private Annotations() {}

  /** Index after the {@code >} that ends the annotation beginning at {@code <}; -1 if none does. */
  static int end(byte[] buffer, int from, int to) {
    int depth = 0;
    boolean path = from + 1 < to && buffer[from + 1] == '/';
    for (int index = from + 1; index < to; index++) {
      switch (buffer[index]) {
        case '\\' -> index++;
        case '"' -> {
          if (!path) {
            index = stringEnd(buffer, index, to) - 1;
            if (index < 0) {
              return -1;
            }
          }
        }
        case '<' -> depth++;
        case '>' -> {
          boolean arrow = !path && buffer[index - 1] == '-';
          if (!arrow && depth > 0 && (index + 1 >= to || buffer[index + 1] == '>')) {
            depth--;
          } else if (!arrow && endsAnnotation(buffer, index + 1, to)) {
            return index + 1;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /** Index after the bracket that closes the one at {@code from}; -1 if none does. */
  static int closing(byte[] buffer, int from, int to) {
    int depth = 0;
    for (int at = from; at < to; at++) {
      switch (buffer[at]) {
        case '"' -> {
          at = stringEnd(buffer, at, to) - 1;
          if (at < 0) {
            return -1;
          }
        }
        case '<' -> {
          if (at > 0 && buffer[at - 1] >= '0' && buffer[at - 1] <= '9') {
            int end = end(buffer, at, to);
            at = end < 0 ? at : end - 1;
          }
        }
        case '{', '[', '(' -> depth++;
        case '}', ']', ')' -> {
          depth--;
          if (depth == 0) {
            return at + 1;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /** Index after the closing quote; 0 if there is none. */
  static int stringEnd(byte[] bytes, int from, int to) {
    for (int at = from + 1; at < to; at++) {
      if (bytes[at] == '\\') {
        at++;
      } else if (bytes[at] == '"') {
        return at + 1;
      }
    }
    return 0;
  }

  /** End of a call without the time spent in it, which {@code -T} shows: {@code <0.000467>}. */
  static int withoutTimeSpent(byte[] buffer, int from, int to) {
    if (to - from < 6 || buffer[to - 1] != '>' || !isDigit(buffer[to - 2])) {
      return to;
    }
    int at = to - 2;
    int first = Math.max(from, to - LONGEST_TIME_SPENT);
    while (at > first && (isDigit(buffer[at]) || buffer[at] == '.')) {
      at--;
    }
    return at > from && buffer[at] == '<' && buffer[at - 1] == ' ' ? at - 1 : to;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  /**
   * Whether an annotation may end here. strace 6 writes {@code >} of a name as {@code \76}; older
   * ones do not, so one that is followed by more of the name is taken for a part of it.
   */
  private static boolean endsAnnotation(byte[] buffer, int at, int to) {
    if (at >= to) {
      return true;
    }
    return switch (buffer[at]) {
      case ',', ')', ']', '}', ' ', '(', '\n', '|' -> true;
      default -> false;
    };
  }
}
