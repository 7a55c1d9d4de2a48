package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.line.EightBytes;
import org.jspecify.annotations.Nullable;

/**
 * sysdig's text: {@code 34384 12:02:36.269827674 2 echo (7896) > write fd=1(/dev/pts/3) size=12}.
 * With {@code -pc} or {@code -pk} a container's name and id stand before the process, and the
 * thread has its number in the container beside its own, {@code (7896:12)}. On a terminal the
 * process has its number before the thread's, {@code (7896.7897)}, and there are colours (sysdig,
 * userspace/sysdig/sysdig.cpp, output_format).
 */
final class TextLine implements LineFormat {

  static final String NO_NUMBER = "line without an event's number";
  static final String NO_TIME = "line without a time that is known";
  static final String NO_PROCESSOR = "line without a processor's number";
  static final String NO_THREAD = "line without a thread";
  static final String NO_EVENT = "line without an event";

  private static final long SECOND = 1_000_000_000L;
  private static final byte ESCAPE = 0x1b;
  private static final long ESCAPES = EightBytes.each((char) ESCAPE);

  /** The line without its colours. */
  private byte[] plain = new byte[1024];

  @Override
  public @Nullable String parse(byte[] buffer, int from, int to, EventLine event) {
    if (EightBytes.indexOf(ESCAPES, buffer, from, to) < 0) {
      return parsePlain(buffer, from, to, event);
    }
    int length = withoutColours(buffer, from, to);
    if (length == 0) {
      event.clear();
      event.blank = true;
      return null;
    }
    return parsePlain(plain, 0, length, event);
  }

  /** Copies what is no control sequence of a terminal, ESC [ … letter (ECMA-48, section 5.4). */
  private int withoutColours(byte[] buffer, int from, int to) {
    plain = plain.length < to - from ? new byte[to - from] : plain;
    int length = 0;
    for (int at = from; at < to; at++) {
      if (buffer[at] != ESCAPE) {
        plain[length++] = buffer[at];
      } else if (at + 1 < to && buffer[at + 1] == '[') {
        at += 2;
        while (at < to && (buffer[at] < '@' || buffer[at] > '~')) {
          at++;
        }
      }
    }
    return length;
  }

  private static @Nullable String parsePlain(byte[] buffer, int from, int to, EventLine event) {
    event.clear();
    event.bytes = buffer;
    int end = Scanning.space(buffer, from, to);
    if (Scanning.number(buffer, from, end) < 0) {
      return NO_NUMBER;
    }
    int at = Scanning.afterSpaces(buffer, end, to);
    end = Scanning.space(buffer, at, to);
    if (!time(buffer, at, end, event)) {
      return NO_TIME;
    }
    at = Scanning.afterSpaces(buffer, end, to);
    end = Scanning.space(buffer, at, to);
    if (Scanning.number(buffer, at, end) < 0) {
      return NO_PROCESSOR;
    }
    at = Scanning.afterSpaces(buffer, end, to);
    int direction = direction(buffer, at, to);
    if (direction < 0 || !thread(buffer, at, direction - 1, event)) {
      return NO_THREAD;
    }
    event.enter = buffer[direction] == '>';
    at = Math.min(direction + 2, to);
    end = Scanning.space(buffer, at, to);
    if (end == at) {
      return NO_EVENT;
    }
    event.call = Syscall.of(buffer, at, end);
    event.parametersFrom = Math.min(end + 1, to);
    event.parametersTo = to;
    return null;
  }

  /** Index of the first {@code >} or {@code <} that stands alone behind a closing parenthesis. */
  private static int direction(byte[] buffer, int from, int to) {
    for (int at = from + 2; at < to; at++) {
      if ((buffer[at] == '>' || buffer[at] == '<')
          && buffer[at - 1] == ' '
          && buffer[at - 2] == ')'
          && (at + 1 == to || buffer[at + 1] == ' ')) {
        return at;
      }
    }
    return -1;
  }

  /**
   * {@code name (tid)}, {@code name (pid.tid)}, {@code container (id) name (tid:vtid)}; the range
   * ends with a parenthesis.
   */
  private static boolean thread(byte[] buffer, int from, int to, EventLine event) {
    int open = to - 1;
    while (open > from && buffer[open] != '(') {
      open--;
    }
    int close = to - 1;
    if (open <= from) {
      return false;
    }
    int colon = open;
    int point = open;
    while (colon < close && buffer[colon] != ':') {
      point = buffer[colon] == '.' ? colon : point;
      colon++;
    }
    event.tid = Scanning.number(buffer, point + 1, colon);
    event.pid = point == open ? -1 : Scanning.number(buffer, open + 1, point);
    int nameEnd = open - 1;
    event.processFrom = from;
    event.processTo = Math.max(from, nameEnd);
    if (colon < close) {
      container(buffer, from, nameEnd, event);
    }
    return event.tid >= 0;
  }

  private static void container(byte[] buffer, int from, int to, EventLine event) {
    for (int at = from + 1; at < to; at++) {
      if (buffer[at] == ')' && at + 1 < to && buffer[at + 1] == ' ') {
        int open = at;
        while (open > from && buffer[open] != '(') {
          open--;
        }
        event.containerFrom = open + 1;
        event.containerTo = at;
        event.containerNameFrom = from;
        event.containerNameTo = Math.max(from, open - 1);
        event.processFrom = at + 2;
        return;
      }
    }
  }

  /** {@code 12:02:36.269827674}, {@code 1690557262.753887343}, {@code 0.022669396}. */
  static boolean time(byte[] buffer, int from, int to, EventLine event) {
    long whole = 0;
    long part = 0;
    int colons = 0;
    int at = from;
    for (; at < to && buffer[at] != '.'; at++) {
      int digit = buffer[at] - '0';
      if (buffer[at] == ':') {
        whole = (whole + part) * 60;
        part = 0;
        colons++;
      } else if (digit >= 0 && digit <= 9 && part < SECOND * 100) {
        part = part * 10 + digit;
      } else {
        return false;
      }
    }
    int digits = to - at - 1;
    if (digits < 1 || digits > 9 || colons != 0 && colons != 2) {
      return false;
    }
    // nanoseconds, which sysdig does not fill up with zeros in absolute times
    long fraction = Scanning.number(buffer, at + 1, to);
    event.nanos = (whole + part) * SECOND + fraction;
    event.timeOfDay = colons == 2;
    return fraction >= 0 && whole + part < SECOND * 9;
  }
}
