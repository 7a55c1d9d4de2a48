package io.distappguard.telemetry.json;

import io.distappguard.telemetry.line.TextCache;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON object in a range of bytes, going into what is asked for and skipping all
 * else, without allocating: for lines that come by the hundred thousand a second, of which a few
 * fields matter.
 *
 * <pre>
 * cursor.start(buffer, from, to);
 * for (cursor.enter(); cursor.nextField(); ) {
 *   switch (NAMES.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
 *     case 0 -> seconds = cursor.number();
 *     default -> cursor.skip();
 *   }
 * }
 * if (!cursor.isWhole()) refuse
 * </pre>
 *
 * Exactly one of {@link #skip}, {@link #number}, {@link #text}, {@link #enter} must follow each
 * {@link #nextField} or {@link #nextElement} that was true. Damage ends all loops and shows in
 * {@link #isWhole}. What is skipped is checked for nesting and quotes alone. Not thread-safe.
 */
public final class JsonCursor {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private final TextCache texts;
  private byte[] buffer = new byte[0];
  private int at;
  private int to;
  private int nameFrom;
  private int nameTo;
  private int valueFrom;
  private int valueTo;
  private boolean valueIsEscaped;
  private boolean isFirst;
  private boolean isDamaged;

  public JsonCursor(TextCache texts) {
    this.texts = texts;
  }

  /** Begins with a range. The bytes must not change while it is walked over. */
  public void start(byte[] bytes, int from, int end) {
    buffer = bytes;
    at = from;
    to = end;
    isDamaged = false;
    isFirst = false;
    blanks();
  }

  /** Whether the whole range was one well-formed value and has been walked over. */
  public boolean isWhole() {
    blanks();
    return !isDamaged && at == to;
  }

  /** Goes into the object or array at hand; what is neither is skipped, and has no fields. */
  public boolean enter() {
    blanks();
    if (at < to && (buffer[at] == '{' || buffer[at] == '[')) {
      at++;
      isFirst = true;
      return true;
    }
    skip();
    return false;
  }

  /** Whether the value at hand is an object. */
  public boolean isObject() {
    blanks();
    return at < to && buffer[at] == '{';
  }

  /** Whether the value at hand is an array. */
  public boolean isArray() {
    blanks();
    return at < to && buffer[at] == '[';
  }

  /** Moves to the next field's value; false after the last, the object is left then. */
  public boolean nextField() {
    if (!next('}')) {
      return false;
    }
    if (at >= to || buffer[at] != '"') {
      return damaged();
    }
    nameFrom = at + 1;
    int end = stringEnd(nameFrom);
    if (end < 0) {
      return damaged();
    }
    nameTo = end;
    at = end + 1;
    blanks();
    if (at >= to || buffer[at] != ':') {
      return damaged();
    }
    at++;
    blanks();
    return true;
  }

  /** Moves to the next element; false after the last, the array is left then. */
  public boolean nextElement() {
    return next(']');
  }

  /** Index of the first byte of the field's name. */
  public int nameFrom() {
    return nameFrom;
  }

  /** Index after the last byte of the field's name. */
  public int nameTo() {
    return nameTo;
  }

  /** Index of the first byte of the text or number just read. */
  public int valueFrom() {
    return valueFrom;
  }

  /** Index after the last byte of the text or number just read. */
  public int valueTo() {
    return valueTo;
  }

  /** Passes over the value, whatever it is. */
  public void skip() {
    blanks();
    if (at >= to) {
      damaged();
      return;
    }
    byte first = buffer[at];
    if (first == '{' || first == '[') {
      skipNested();
    } else {
      scalar();
    }
  }

  /**
   * The whole number, also where it stands in quotes; of a fraction the whole part; {@link
   * Long#MIN_VALUE} where there is none or it does not fit.
   */
  public long number() {
    if (!scalar()) {
      return Long.MIN_VALUE;
    }
    int index = valueFrom;
    boolean negative = index < valueTo && buffer[index] == '-';
    index += negative ? 1 : 0;
    int begun = index;
    long number = 0;
    while (index < valueTo && buffer[index] >= '0' && buffer[index] <= '9') {
      int digit = buffer[index] - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return Long.MIN_VALUE;
      }
      number = number * 10 + digit;
      index++;
    }
    boolean ends = index == valueTo || buffer[index] == '.';
    return index == begun || !ends ? Long.MIN_VALUE : negative ? -number : number;
  }

  /** Whether the value is {@code true}. */
  public boolean isTrue() {
    return scalar() && valueTo - valueFrom == 4 && buffer[valueFrom] == 't';
  }

  /** The text of a string or number, escapes undone; empty for all else, which is passed over. */
  public String text() {
    blanks();
    boolean quoted = at < to && buffer[at] == '"';
    if (!scalar()) {
      return "";
    }
    if (valueIsEscaped) {
      return unescaped();
    }
    if (!quoted && (buffer[valueFrom] == 'n' || valueFrom == valueTo)) {
      return "";
    }
    return texts.text(buffer, valueFrom, valueTo);
  }

  /**
   * Reads a string, number or word and leaves its range in {@link #valueFrom} and {@link #valueTo};
   * false for what is none, which is passed over.
   */
  public boolean scalar() {
    blanks();
    valueIsEscaped = false;
    if (at >= to) {
      return damaged();
    }
    byte first = buffer[at];
    if (first == '"') {
      valueFrom = at + 1;
      valueTo = stringEnd(valueFrom);
      if (valueTo < 0) {
        valueTo = valueFrom;
        return damaged();
      }
      at = valueTo + 1;
      return true;
    }
    if (first == '{' || first == '[') {
      skipNested();
      return false;
    }
    valueFrom = at;
    while (at < to && isWord(buffer[at])) {
      at++;
    }
    valueTo = at;
    return valueTo > valueFrom || damaged();
  }

  private boolean next(char end) {
    blanks();
    if (at >= to) {
      return damaged();
    }
    if (buffer[at] == end) {
      at++;
      isFirst = false;
      return false;
    }
    if (!isFirst) {
      if (buffer[at] != ',') {
        return damaged();
      }
      at++;
      blanks();
    }
    isFirst = false;
    return at < to || damaged();
  }

  /** Index of the closing quote; -1 if there is none. */
  private int stringEnd(int from) {
    int index = from;
    while (index + 8 <= to) {
      long word = (long) LONGS.get(buffer, index);
      long quote = word ^ QUOTES;
      long backslash = word ^ BACKSLASHES;
      long found =
          ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash) & HIGHS;
      if (found == 0) {
        index += 8;
        continue;
      }
      index += Long.numberOfTrailingZeros(found) >>> 3;
      if (buffer[index] == '"') {
        return index;
      }
      valueIsEscaped = true;
      index += 2;
    }
    while (index < to) {
      if (buffer[index] == '"') {
        return index;
      }
      if (buffer[index] == '\\') {
        valueIsEscaped = true;
        index++;
      }
      index++;
    }
    return -1;
  }

  private void skipNested() {
    int depth = 0;
    while (at < to) {
      switch (buffer[at++]) {
        case '"' -> {
          int end = stringEnd(at);
          if (end < 0) {
            damaged();
            return;
          }
          at = end + 1;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            return;
          }
        }
        default -> {}
      }
    }
    damaged();
  }

  private String unescaped() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(valueTo - valueFrom);
    StringBuilder text = new StringBuilder(valueTo - valueFrom);
    for (int index = valueFrom; index < valueTo; index++) {
      if (buffer[index] != '\\' || index + 1 >= valueTo) {
        bytes.write(buffer[index]);
        continue;
      }
      index++;
      switch (buffer[index]) {
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case 'r' -> bytes.write('\r');
        case 'b' -> bytes.write('\b');
        case 'f' -> bytes.write('\f');
        case 'u' -> {
          int code = 0;
          int digits = 0;
          while (digits < 4 && index + 1 < valueTo && Character.digit(buffer[index + 1], 16) >= 0) {
            code = code * 16 + Character.digit(buffer[++index], 16);
            digits++;
          }
          // Characters beyond the first plane come as two halves, which only a string can join.
          text.append(bytes.toString(StandardCharsets.UTF_8)).append((char) code);
          bytes.reset();
        }
        default -> bytes.write(buffer[index]);
      }
    }
    return text.append(bytes.toString(StandardCharsets.UTF_8)).toString();
  }

  private void blanks() {
    while (at < to && (buffer[at] == ' ' || buffer[at] == '\t')) {
      at++;
    }
  }

  private static boolean isWord(byte value) {
    return value >= '0' && value <= '9'
        || value >= 'a' && value <= 'z'
        || value == '-'
        || value == '+'
        || value == '.'
        || value == 'E';
  }

  private boolean damaged() {
    isDamaged = true;
    at = to;
    return false;
  }
}
