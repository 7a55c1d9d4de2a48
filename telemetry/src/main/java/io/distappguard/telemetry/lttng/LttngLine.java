package io.distappguard.telemetry.lttng;

import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.IsoTime;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One event as babeltrace prints it, taken apart:
 *
 * <pre>
 * [09:40:47.791475786] (+0.000023926) host syscall_entry_open: { cpu_id = 2 },
 *     { procname = "nginx", pid = 1, tid = 1 }, { filename = "/a", flags = 2048, mode = 0 }
 * </pre>
 *
 * The time is of a day, of a date, or in seconds since the epoch, as babeltrace was asked ({@code
 * --clock-date}, {@code --clock-seconds}; babeltrace(1)). Not thread-safe.
 */
final class LttngLine {

  static final String NO_EVENT = "no event of a trace";

  private static final int MOST_FIELDS = 64;
  private static final long DAY_MICROS = 86_400_000_000L;

  private byte[] buffer = new byte[0];
  private int at;
  private int to;
  private long micros;
  private boolean isOfDay;
  private String host = "";
  private int eventFrom;
  private int eventTo;
  private int count;
  private final int[] nameFrom = new int[MOST_FIELDS];
  private final int[] nameTo = new int[MOST_FIELDS];
  private final int[] valueFrom = new int[MOST_FIELDS];
  private final int[] valueTo = new int[MOST_FIELDS];

  /** Takes a line apart; null where that succeeded, else why not. */
  @Nullable String parse(byte[] bytes, int from, int end) {
    buffer = bytes;
    at = from;
    to = end;
    count = 0;
    host = "";
    return time() && head() && fields() ? null : NO_EVENT;
  }

  /** Microseconds since the epoch; since midnight where {@link #isOfDay}. */
  long micros() {
    return micros;
  }

  boolean isOfDay() {
    return isOfDay;
  }

  /** Name of the traced host; empty where not printed. */
  String host() {
    return host;
  }

  /** Index after the prefix where the event's name begins with it, else -1. */
  int afterPrefix(String prefix) {
    if (eventTo - eventFrom < prefix.length()) {
      return -1;
    }
    for (int index = 0; index < prefix.length(); index++) {
      if (buffer[eventFrom + index] != prefix.charAt(index)) {
        return -1;
      }
    }
    return eventFrom + prefix.length();
  }

  boolean eventIs(String name) {
    return eventTo - eventFrom == name.length() && afterPrefix(name) >= 0;
  }

  byte[] buffer() {
    return buffer;
  }

  int eventTo() {
    return eventTo;
  }

  /** The field's number of these names, the last of them that is there; -1 where none is. */
  int find(ByteWords names) {
    for (int index = count - 1; index >= 0; index--) {
      if (names.number(buffer, nameFrom[index], nameTo[index]) >= 0) {
        return index;
      }
    }
    return -1;
  }

  /** The whole number, decimal or hexadecimal; {@link Long#MIN_VALUE} where there is none. */
  long number(int field) {
    if (field < 0) {
      return Long.MIN_VALUE;
    }
    int index = valueFrom[field];
    int end = valueTo[field];
    boolean negative = index < end && buffer[index] == '-';
    index += negative ? 1 : 0;
    int radix = 10;
    if (end - index > 2 && buffer[index] == '0' && buffer[index + 1] == 'x') {
      radix = 16;
      index += 2;
    }
    long number = 0;
    int begun = index;
    for (; index < end && index - begun < 18; index++) {
      int digit = Character.digit(buffer[index], radix);
      if (digit < 0) {
        break;
      }
      number = number * radix + digit;
    }
    return index == begun ? enumerated(field) : negative ? -number : number;
  }

  /** The text between quotes, escapes undone; a number as it stands. */
  String text(int field) {
    if (field < 0) {
      return "";
    }
    int from = valueFrom[field];
    int end = valueTo[field];
    if (end - from < 2 || buffer[from] != '"') {
      return new String(buffer, from, end - from, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - from);
    for (int index = from + 1; index < end - 1; index++) {
      if (buffer[index] == '\\' && index + 1 < end - 1) {
        index++;
      }
      bytes.write(buffer[index]);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** {@code [ [0] = 172, [1] = 21, … ]} as bytes; none where it is no array of numbers. */
  byte[] bytes(int field) {
    if (field < 0) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16);
    for (int index = valueFrom[field]; index + 1 < valueTo[field]; index++) {
      if (buffer[index] == '=') {
        int value = 0;
        index += buffer[index + 1] == ' ' ? 2 : 1;
        while (index < valueTo[field] && buffer[index] >= '0' && buffer[index] <= '9') {
          value = value * 10 + buffer[index++] - '0';
        }
        bytes.write(value);
      }
    }
    return bytes.toByteArray();
  }

  /** {@code ( "AF_INET" : container = 2 )}. */
  private long enumerated(int field) {
    for (int index = valueTo[field] - 1; index > valueFrom[field]; index--) {
      if (buffer[index] == '=') {
        long number = 0;
        boolean any = false;
        for (int digit = index + 1; digit < valueTo[field]; digit++) {
          if (buffer[digit] >= '0' && buffer[digit] <= '9' && number < Long.MAX_VALUE / 10 - 1) {
            number = number * 10 + buffer[digit] - '0';
            any = true;
          }
        }
        return any ? number : Long.MIN_VALUE;
      }
    }
    return Long.MIN_VALUE;
  }

  private boolean time() {
    if (at >= to || buffer[at] != '[') {
      return false;
    }
    int from = at + 1;
    while (at < to && buffer[at] != ']') {
      at++;
    }
    if (at >= to) {
      return false;
    }
    int end = at++;
    isOfDay = end - from > 8 && buffer[from + 2] == ':' && buffer[from + 5] == ':';
    if (isOfDay) {
      long hours = digits(from, from + 2);
      long minutes = digits(from + 3, from + 5);
      long seconds = digits(from + 6, from + 8);
      long fraction = fraction(from + 8, end);
      micros = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction;
      return hours >= 0 && minutes >= 0 && seconds >= 0 && fraction >= 0 && micros < DAY_MICROS;
    }
    micros = IsoTime.micros(buffer, from, end);
    if (micros == IsoTime.NONE) {
      int point = from;
      while (point < end && buffer[point] != '.') {
        point++;
      }
      long seconds = digits(from, point);
      long fraction = fraction(point, end);
      if (seconds < 0 || fraction < 0) {
        return false;
      }
      micros = seconds * 1_000_000 + fraction;
    }
    return micros >= 0;
  }

  /** What stands between time and fields: {@code (+delta) host event:}. */
  private boolean head() {
    skipBlanks();
    if (at < to && buffer[at] == '(') {
      while (at < to && buffer[at] != ')') {
        at++;
      }
      at++;
      skipBlanks();
    }
    int from = at;
    while (at < to && buffer[at] != '{') {
      at++;
    }
    int end = Math.min(at, to);
    while (end > from && buffer[end - 1] == ' ') {
      end--;
    }
    if (end == from || buffer[end - 1] != ':') {
      return false;
    }
    eventTo = end - 1;
    eventFrom = eventTo;
    while (eventFrom > from && buffer[eventFrom - 1] != ' ') {
      eventFrom--;
    }
    int hostEnd = from;
    while (hostEnd < eventFrom && buffer[hostEnd] != ' ' && buffer[hostEnd] != ':') {
      hostEnd++;
    }
    host = new String(buffer, from, hostEnd - from, StandardCharsets.UTF_8);
    return eventTo > eventFrom;
  }

  /** {@code { name = value, … }, { … }}: groups with their fields. */
  private boolean fields() {
    while (at < to) {
      if (buffer[at] != '{') {
        return false;
      }
      at++;
      if (!group()) {
        return false;
      }
      skipBlanks();
      if (at < to && buffer[at] == ',') {
        at++;
        skipBlanks();
      }
    }
    return true;
  }

  private boolean group() {
    while (true) {
      skipBlanks();
      if (at >= to) {
        return false;
      }
      if (buffer[at] == '}') {
        at++;
        return true;
      }
      int from = at;
      while (at < to && buffer[at] != ' ' && buffer[at] != '=' && buffer[at] != '}') {
        at++;
      }
      int end = at;
      skipBlanks();
      if (at >= to || buffer[at] != '=') {
        return false;
      }
      at++;
      skipBlanks();
      int value = at;
      if (!passValue()) {
        return false;
      }
      if (count < MOST_FIELDS) {
        nameFrom[count] = from;
        nameTo[count] = end;
        valueFrom[count] = value;
        valueTo[count] = at;
        count++;
      }
      skipBlanks();
      if (at < to && buffer[at] == ',') {
        at++;
      }
    }
  }

  /** Moves behind a value: text in quotes, what stands in brackets, a number. */
  private boolean passValue() {
    int depth = 0;
    int from = at;
    while (at < to) {
      switch (buffer[at]) {
        case '"' -> {
          if (!passText()) {
            return false;
          }
          if (depth == 0) {
            return true;
          }
          continue;
        }
        case '{', '[', '(' -> depth++;
        case '}', ']', ')' -> {
          if (depth == 0) {
            return at > from;
          }
          if (--depth == 0) {
            at++;
            return true;
          }
        }
        case ',', ' ' -> {
          if (depth == 0) {
            return at > from;
          }
        }
        default -> {}
      }
      at++;
    }
    return false;
  }

  private boolean passText() {
    for (at++; at < to; at++) {
      if (buffer[at] == '\\') {
        at++;
      } else if (buffer[at] == '"') {
        at++;
        return true;
      }
    }
    return false;
  }

  private long digits(int from, int end) {
    long number = 0;
    if (end <= from || end - from > 11) {
      return -1;
    }
    for (int index = from; index < end; index++) {
      int digit = buffer[index] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Microseconds of {@code .791475786}. */
  private long fraction(int from, int end) {
    long number = 0;
    int scale = 100_000;
    for (int index = from; index < end; index++) {
      if (index == from) {
        if (buffer[index] != '.') {
          return -1;
        }
        continue;
      }
      int digit = buffer[index] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number += (long) digit * scale;
      scale /= 10;
    }
    return number;
  }

  private void skipBlanks() {
    while (at < to && buffer[at] == ' ') {
      at++;
    }
  }
}
