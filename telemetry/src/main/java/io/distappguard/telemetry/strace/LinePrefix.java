package io.distappguard.telemetry.strace;

/**
 * What stands before a call: whose it is, when it was, and what strace was asked to show besides.
 *
 * <pre>
 * [pid  2345&lt;sh&gt;] 1795308870.774425 (+     0.000011) [  59] [00007f15c0118ad7] execve(…
 * -f, -Y          -ttt, -tt, -t, -r  -r with a clock  -n     -i
 * </pre>
 *
 * One instance is used for many lines; nothing is allocated. Not thread-safe.
 */
final class LinePrefix {

  private static final int LEAST_EPOCH_DIGITS = 9;
  private static final int MOST_EPOCH_DIGITS = 11;
  private static final int LONGEST_COMMAND = 80;
  private static final int LONGEST_EXTRA = 24;
  private static final int MOST_EXTRAS = 3;

  /** What a line's time counts from. */
  enum Clock {
    /** Seconds since the epoch: {@code -ttt}. */
    EPOCH,
    /** Midnight, of a day that is not told: {@code -t}, {@code -tt}. */
    DAY,
    /** The line before: {@code -r}. */
    LINE_BEFORE,
    /** The line has no time. */
    NONE
  }

  private byte[] buffer = {};
  private int to;
  private int tid;
  private Clock clock = Clock.NONE;
  private long micros;

  /** The kernel's thread id; 0 where the line shows none. */
  int tid() {
    return tid;
  }

  Clock clock() {
    return clock;
  }

  /** Microseconds on the line's clock. */
  long micros() {
    return micros;
  }

  /**
   * Takes the beginning of a line apart.
   *
   * @return index of what follows; -1 where this is no line of strace
   */
  int parse(byte[] bytes, int from, int end) {
    buffer = bytes;
    to = end;
    tid = 0;
    clock = Clock.NONE;
    int at = skipSpaces(from);
    if (at < to && isDigit(bytes[at])) {
      int digitsEnd = digits(at);
      if (digitsEnd >= to) {
        return -1;
      }
      boolean isTime =
          switch (bytes[digitsEnd]) {
            case '.', ':' -> true;
            case ' ' -> digitsEnd - at >= LEAST_EPOCH_DIGITS;
            default -> false;
          };
      if (!isTime) {
        at = threadId(at, digitsEnd);
        if (at < 0) {
          return -1;
        }
        at = skipSpaces(at);
      }
    } else if (isBracketedPid(at)) {
      int number = skipSpaces(at + 4);
      at = threadId(number, digits(number));
      if (at < 0 || at >= to || bytes[at] != ']') {
        return -1;
      }
      at = skipSpaces(at + 1);
    }
    if (at < to && isDigit(bytes[at])) {
      at = time(at);
      if (at < 0 || at >= to || bytes[at] != ' ') {
        return -1;
      }
      at = skipSpaces(at);
    }
    return at < to && (bytes[at] == '(' || bytes[at] == '[') ? extras(at) : at;
  }

  /** {@code [pid 1234] }, not the {@code [00007f…] } of an instruction. */
  private boolean isBracketedPid(int at) {
    return at + 5 < to
        && buffer[at] == '['
        && buffer[at + 1] == 'p'
        && buffer[at + 2] == 'i'
        && buffer[at + 3] == 'd';
  }

  /** {@code 1234} or {@code 1234<sh>}; index of what follows. */
  private int threadId(int from, int digitsEnd) {
    if (digitsEnd == from || digitsEnd - from >= LEAST_EPOCH_DIGITS + 1) {
      return -1;
    }
    int number = ByteText.number(buffer, from, digitsEnd);
    if (number < 0) {
      return -1;
    }
    tid = number;
    if (digitsEnd >= to || buffer[digitsEnd] != '<') {
      return digitsEnd < to && (buffer[digitsEnd] == ' ' || buffer[digitsEnd] == ']')
          ? digitsEnd
          : -1;
    }
    int last = Math.min(to - 1, digitsEnd + LONGEST_COMMAND);
    for (int at = digitsEnd + 1; at < last; at++) {
      if (buffer[at] == '>' && (buffer[at + 1] == ' ' || buffer[at + 1] == ']')) {
        return at + 1;
      }
    }
    return -1;
  }

  private int time(int from) {
    int end = digits(from);
    int count = end - from;
    boolean hasFraction = end < to && buffer[end] == '.';
    if (count >= LEAST_EPOCH_DIGITS && count <= MOST_EPOCH_DIGITS) {
      clock = Clock.EPOCH;
    } else if (count == 2 && end + 6 <= to && buffer[end] == ':' && buffer[end + 3] == ':') {
      return timeOfDay(from);
    } else if (hasFraction && count < LEAST_EPOCH_DIGITS) {
      clock = Clock.LINE_BEFORE;
    } else {
      return -1;
    }
    long seconds = 0;
    for (int at = from; at < end; at++) {
      seconds = seconds * 10 + (buffer[at] - '0');
    }
    micros = seconds * 1_000_000;
    return hasFraction ? fraction(end + 1) : end;
  }

  /** {@code 17:03:00.998572}. */
  private int timeOfDay(int from) {
    int hours = ByteText.number(buffer, from, from + 2);
    int minutes = ByteText.number(buffer, from + 3, from + 5);
    int seconds = ByteText.number(buffer, from + 6, from + 8);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) {
      return -1;
    }
    clock = Clock.DAY;
    micros = ((hours * 60L + minutes) * 60 + seconds) * 1_000_000;
    int at = from + 8;
    return at < to && buffer[at] == '.' ? fraction(at + 1) : at;
  }

  private int fraction(int from) {
    int fraction = 0;
    int digits = 0;
    int at = from;
    for (; at < to && isDigit(buffer[at]); at++) {
      if (digits < 6) {
        fraction = fraction * 10 + (buffer[at] - '0');
        digits++;
      }
    }
    for (; digits < 6; digits++) {
      fraction *= 10;
    }
    micros += fraction;
    return at;
  }

  /** {@code (+ 0.000011) }, {@code [ 59] }, {@code [00007f15c0118ad7] }. */
  private int extras(int from) {
    int at = from;
    for (int count = 0; count < MOST_EXTRAS && at < to; count++) {
      boolean isElapsed = buffer[at] == '(' && at + 1 < to && buffer[at + 1] == '+';
      boolean isRemark = at + 2 < to && buffer[at + 1] == ' ' && buffer[at + 2] == 'P';
      if (!isElapsed && (buffer[at] != '[' || isRemark)) {
        // "[ Process PID=5 runs in 32 bit mode. ]" is what the line says
        return at;
      }
      byte closing = (byte) (isElapsed ? ')' : ']');
      int end = at + 1;
      while (end < to && end - at < LONGEST_EXTRA && buffer[end] != closing) {
        end++;
      }
      if (end >= to || buffer[end] != closing) {
        return -1;
      }
      at = skipSpaces(end + 1);
    }
    return at;
  }

  private int digits(int from) {
    int at = from;
    while (at < to && isDigit(buffer[at])) {
      at++;
    }
    return at;
  }

  private int skipSpaces(int from) {
    int at = from;
    while (at < to && buffer[at] == ' ') {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }
}
