package io.distappguard.telemetry.auditd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the audit log, walked over field by field:
 *
 * <pre>
 * node=web-1 type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no …
 * </pre>
 *
 * A value stands in double quotes, or bare; text that holds a quote, a blank or other than
 * printable ASCII is written as its bytes in hexadecimal, without quotes (linux-audit
 * documentation, "Audit Event Fields", encoded fields). A log in the format ENRICHED has
 * interpretations behind a byte 0x1d, with names in upper case.
 *
 * <p>Through syslog a time, a host and a program stand before; what the kernel prints itself has no
 * {@code msg=} and the type's number (kernel/audit.c, audit_log_start; linux/audit.h):
 *
 * <pre>
 * Dec  1 10:00:00 web-1 kernel: audit: type=1300 audit(1364481363.243:24287): arch=c000003e …
 * </pre>
 *
 * Not thread-safe.
 */
final class AuditRecord {

  static final String NO_RECORD = "no audit record";
  static final String OTHER_LINE = "line of another program, no audit record";
  static final String INTERPRETED = "made by `ausearch -i`; give it without `-i`";
  static final String WITHOUT_STAMP =
      "audit record without its serial number, as journald shows it (give /var/log/audit/audit.log,"
          + " or what `ausearch --raw` prints)";

  /** Types that matter here, by the numbers of linux/audit.h. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "SYSCALL", "1300",
          "PATH", "1302",
          "SOCKADDR", "1306",
          "CWD", "1307",
          "EXECVE", "1309",
          "OBJ_PID", "1318",
          "EOE", "1320",
          "PROCTITLE", "1327");

  private static final byte[] STAMP = "audit(".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JOURNAL = " audit[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RECORD = " arch=".getBytes(StandardCharsets.US_ASCII);

  private static final byte ENRICHED = 0x1d;

  private byte[] buffer = new byte[0];
  private int at;
  private int to;
  private int nameFrom;
  private int nameTo;
  private int valueFrom;
  private int valueTo;
  private boolean isQuoted;

  private int typeFrom;
  private int typeTo;
  private String node = "";
  private long micros;
  private long serial;

  /** Reads up to the fields; null where that succeeded, else why not. */
  @Nullable String start(byte[] bytes, int from, int end) {
    buffer = bytes;
    at = from;
    to = end;
    node = "";
    typeFrom = -1;
    if (!beginsHere(from)) {
      int stamp = find(STAMP, from, end);
      if (stamp < 0) {
        boolean isOfJournal = find(JOURNAL, from, end) >= 0 && find(RECORD, from, end) >= 0;
        return isOfJournal ? WITHOUT_STAMP : OTHER_LINE;
      }
      at = behindPrefix(from, stamp);
    }
    while (nextField()) {
      if (nameIs("node")) {
        node = value();
      } else if (nameIs("type")) {
        typeFrom = valueFrom;
        typeTo = valueTo;
      } else if (nameIs("msg")) {
        return typeFrom < 0 ? NO_RECORD : stamp(valueFrom, valueTo);
      } else if (valueFrom == nameTo && valueTo == nameTo && typeFrom >= 0) {
        return stamp(nameFrom, nameTo);
      } else {
        return NO_RECORD;
      }
    }
    return NO_RECORD;
  }

  private boolean beginsHere(int from) {
    return starts("type=", from) || starts("node=", from);
  }

  private boolean starts(String word, int from) {
    return is(word, from, Math.min(to, from + word.length()));
  }

  /**
   * Where the record begins behind what syslog put before it; the line's beginning where nowhere.
   */
  private int behindPrefix(int from, int stamp) {
    int hostFrom = from;
    int wordFrom = from;
    for (int index = from; index < stamp && buffer[index] != '='; index++) {
      if (buffer[index] != ' ') {
        continue;
      }
      if (buffer[Math.max(from, index - 1)] == ':' && node.isEmpty() && hostFrom < wordFrom) {
        node = new String(buffer, hostFrom, wordFrom - 1 - hostFrom, StandardCharsets.UTF_8);
      }
      if (beginsHere(index + 1)) {
        return index + 1;
      }
      hostFrom = wordFrom;
      wordFrom = index + 1;
    }
    return from;
  }

  private int find(byte[] part, int from, int end) {
    for (int index = from; index <= end - part.length; index++) {
      if (buffer[index] == part[0]
          && Arrays.equals(buffer, index, index + part.length, part, 0, part.length)) {
        return index;
      }
    }
    return -1;
  }

  /** The host it comes from; empty where the log does not tell. */
  String node() {
    return node;
  }

  long micros() {
    return micros;
  }

  /** Number of the event it belongs to, unique to a node and time. */
  long serial() {
    return serial;
  }

  boolean typeIs(String type) {
    return is(type, typeFrom, typeTo)
        || typeTo - typeFrom >= 4 && isDigit(buffer[typeTo - 1 - closing()]) && isNumberOf(type);
  }

  /** {@code 1300}, or {@code UNKNOWN[1300]} from a daemon that is older than the kernel. */
  private boolean isNumberOf(String type) {
    String number = NUMBERS.get(type);
    int end = typeTo - closing();
    return number != null && is(number, end - 4, end) && (end - 4 == typeFrom || closing() == 1);
  }

  private int closing() {
    return buffer[typeTo - 1] == ']' ? 1 : 0;
  }

  private static boolean isDigit(byte letter) {
    return letter >= '0' && letter <= '9';
  }

  /** Moves to the next field; false after the last. */
  boolean nextField() {
    while (at < to && (buffer[at] == ' ' || buffer[at] == ENRICHED)) {
      at++;
    }
    if (at >= to) {
      return false;
    }
    nameFrom = at;
    while (at < to && buffer[at] != '=' && buffer[at] != ' ') {
      at++;
    }
    nameTo = at;
    if (at >= to || buffer[at] == ' ') {
      // a word without a value
      valueFrom = at;
      valueTo = at;
      isQuoted = false;
      return true;
    }
    at++;
    byte quote = at < to && (buffer[at] == '"' || buffer[at] == '\'') ? buffer[at] : 0;
    isQuoted = quote != 0;
    if (isQuoted) {
      valueFrom = ++at;
      while (at < to && buffer[at] != quote) {
        at++;
      }
      valueTo = at;
      at = Math.min(to, at + 1);
    } else {
      valueFrom = at;
      while (at < to && buffer[at] != ' ' && buffer[at] != ENRICHED) {
        at++;
      }
      valueTo = at;
    }
    return true;
  }

  boolean nameIs(String name) {
    return is(name, nameFrom, nameTo);
  }

  /** Whether it is an argument of EXECVE: {@code a0}, or a part of one, {@code a0[1]}. */
  boolean isArgument() {
    return nameTo - nameFrom > 1
        && buffer[nameFrom] == 'a'
        && buffer[nameFrom + 1] >= '0'
        && buffer[nameFrom + 1] <= '9'
        && (buffer[nameTo - 1] == ']' || isDigits(nameFrom + 1, nameTo));
  }

  /** Whether it is a part, and not the first, of an argument. */
  boolean isContinuation() {
    return buffer[nameTo - 1] == ']' && !endsWithFirstIndex();
  }

  /** The value as it stands. */
  String value() {
    return new String(buffer, valueFrom, valueTo - valueFrom, StandardCharsets.UTF_8);
  }

  /** The value of a field that may be encoded; of a list of arguments with blanks between. */
  String decoded() {
    if (isQuoted) {
      return value();
    }
    byte[] bytes = hexadecimal();
    if (bytes.length == 0) {
      String value = value();
      return value.equals("(null)") || value.equals("(none)") ? "" : value;
    }
    for (int index = 0; index < bytes.length; index++) {
      if (bytes[index] == 0) {
        bytes[index] = ' ';
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The bytes a value stands for in hexadecimal; none where it is not hexadecimal. */
  byte[] hexadecimal() {
    int length = valueTo - valueFrom;
    if (length == 0 || length % 2 != 0) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2);
    for (int index = valueFrom; index < valueTo; index += 2) {
      int high = Character.digit(buffer[index], 16);
      int low = Character.digit(buffer[index + 1], 16);
      if (high < 0 || low < 0) {
        return new byte[0];
      }
      bytes.write(high << 4 | low);
    }
    return bytes.toByteArray();
  }

  /** The whole number; {@link Long#MIN_VALUE} where there is none. */
  long number(int radix) {
    long number = 0;
    int index = valueFrom;
    boolean negative = index < valueTo && buffer[index] == '-';
    index += negative ? 1 : 0;
    if (index == valueTo || valueTo - index > 18) {
      return Long.MIN_VALUE;
    }
    for (; index < valueTo; index++) {
      int digit = Character.digit(buffer[index], radix);
      if (digit < 0) {
        return Long.MIN_VALUE;
      }
      number = number * radix + digit;
    }
    return negative ? -number : number;
  }

  /** {@code audit(1364481363.243:24287):}; null where it was understood, else why not. */
  private @Nullable String stamp(int from, int end) {
    if (!is("audit(", from, Math.min(end, from + 6))) {
      return NO_RECORD;
    }
    int index = from + 6;
    long seconds = 0;
    int digits = 0;
    while (index < end && isDigit(buffer[index]) && digits < 12) {
      seconds = seconds * 10 + buffer[index++] - '0';
      digits++;
    }
    if (digits > 0
        && digits <= 4
        && index < end
        && (buffer[index] == '/' || buffer[index] == '-')) {
      return INTERPRETED;
    }
    if (digits == 0 || index + 5 >= end || buffer[index] != '.' || buffer[index + 4] != ':') {
      return NO_RECORD;
    }
    long millis = 0;
    for (int last = index + 4; ++index < last; ) {
      if (!isDigit(buffer[index])) {
        return NO_RECORD;
      }
      millis = millis * 10 + buffer[index] - '0';
    }
    index++;
    serial = 0;
    digits = 0;
    while (index < end && isDigit(buffer[index]) && digits < 18) {
      serial = serial * 10 + buffer[index++] - '0';
      digits++;
    }
    micros = (seconds * 1000 + millis) * 1000;
    return digits > 0 && index < end && buffer[index] == ')' ? null : NO_RECORD;
  }

  private boolean is(String word, int from, int end) {
    if (end - from != word.length()) {
      return false;
    }
    for (int index = 0; index < word.length(); index++) {
      if (buffer[from + index] != word.charAt(index)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDigits(int from, int end) {
    for (int index = from; index < end; index++) {
      if (buffer[index] < '0' || buffer[index] > '9') {
        return false;
      }
    }
    return true;
  }

  private boolean endsWithFirstIndex() {
    return nameTo - nameFrom > 4 && buffer[nameTo - 2] == '0' && buffer[nameTo - 3] == '[';
  }
}
