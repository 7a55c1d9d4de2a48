package io.distappguard.telemetry.json;

import io.distappguard.telemetry.line.EightBytes;
import io.distappguard.telemetry.line.TextCache;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON object in a range of bytes, going into what is asked for and skipping all
 * else, without allocating: for lines that come by the hundred thousand a second, of which a few
 * fields matter.
 *
 * <pre>
 * cursor.start(buffer, from, to);
 * for (cursor.enter(); cursor.nextField(names); ) {
 *   switch (cursor.field()) {
 *     case 0 -> seconds = cursor.number();
 *     default -> cursor.skip();
 *   }
 * }
 * if (!cursor.isWhole()) refuse
 * </pre>
 *
 * Exactly one of {@link #skip}, {@link #number}, {@link #text}, {@link #scalar}, {@link #enter}
 * must follow each {@link #nextField} or {@link #nextElement} that was true. Damage ends all loops
 * and shows in {@link #isWhole}. What is skipped is checked for nesting and quotes alone. Not
 * thread-safe.
 */
public final class JsonCursor {

  /** Of a number that fits a long; one of as many that does not comes out negative. */
  private static final int MOST_DIGITS = 19;

  /** Bytes that numbers, true, false and null are made of. */
  private static final boolean[] WORD = new boolean[256];

  static {
    for (char letter : "0123456789abcdefghijklmnopqrstuvwxyz-+.E".toCharArray()) {
      WORD[letter] = true;
    }
  }

  private static final long QUOTES = EightBytes.each('"');
  private static final long BACKSLASHES = EightBytes.each('\\');
  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private final TextCache texts;
  private byte[] buffer = new byte[0];
  private int at;
  private int to;
  private int field;
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

  /** Index of the next byte to be read, from which {@link #start} may begin once more. */
  int at() {
    return at;
  }

  /** Index after the last byte of the range. */
  int to() {
    return to;
  }

  byte[] buffer() {
    return buffer;
  }

  boolean isDamaged() {
    return isDamaged;
  }

  /**
   * Goes on at another place of the range, as after the opening brace or a value of an object
   * there, or before a value.
   *
   * @param index of the next byte
   */
  void resume(int index) {
    at = index;
    isFirst = index > 0 && buffer[index - 1] == '{';
  }

  /** Goes into the object at hand; false for what is none, which is skipped. */
  public boolean enter() {
    return enter('{');
  }

  /** Goes into the array at hand; false for what is none, which is skipped. */
  public boolean enterArray() {
    return enter('[');
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
    if (buffer[at] != '"') {
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

  /**
   * Moves to the next field's value, whose name is asked for by {@link #field} then; false after
   * the last, the object is left then.
   */
  public boolean nextField(FieldNames names) {
    byte[] bytes = buffer;
    int index = at;
    boolean separated = isFirst;
    if (isFirst) {
      names.begin();
    } else if (index < to && bytes[index] == ',') {
      separated = true;
      index++;
      index += index < to && bytes[index] == ' ' ? 1 : 0;
    }
    if (separated && index < to && bytes[index] == '"') {
      int end = names.expectedEnd(bytes, index + 1, to);
      if (end > 0) {
        isFirst = false;
        nameFrom = index + 1;
        nameTo = end;
        at = end + 2;
        field = names.number();
        return true;
      }
    }
    if (!nextField()) {
      return false;
    }
    field = names.learn(bytes, nameFrom, nameTo);
    return true;
  }

  /** Number of the field's name, or {@link io.distappguard.telemetry.line.ByteWords#NONE}. */
  public int field() {
    return field;
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

  /** Whether the text just read holds escapes. */
  public boolean isEscaped() {
    return valueIsEscaped;
  }

  /** Passes over the value, whatever it is. */
  public void skip() {
    blanks();
    if (at >= to) {
      damaged();
      return;
    }
    switch (buffer[at]) {
      case '"' -> {
        int end = stringEnd(at + 1);
        if (end < 0) {
          damaged();
        } else {
          at = end + 1;
        }
      }
      case '{', '[' -> skipNested();
      default -> word();
    }
  }

  /**
   * The whole number, also where it stands in quotes; of a fraction the whole part; {@link
   * Long#MIN_VALUE} where there is none or it does not fit.
   */
  public long number() {
    return scalar() ? number(valueFrom, valueTo) : Long.MIN_VALUE;
  }

  /** The same of a text or number that was read before, from {@link #valueFrom} on. */
  public long number(int from, int end) {
    byte[] bytes = buffer;
    int index = from;
    boolean negative = index < end && bytes[index] == '-';
    index += negative ? 1 : 0;
    int begun = index;
    long number = 0;
    for (int digits = 8; digits == 8 && index + 8 <= bytes.length; index += digits) {
      long word = EightBytes.at(bytes, index);
      digits = Math.min(EightBytes.digits(word), end - index);
      if (digits > 0) {
        number = number * POWERS_OF_TEN[digits] + EightBytes.number(word, digits);
      }
    }
    while (index < end && bytes[index] >= '0' && bytes[index] <= '9') {
      number = number * 10 + (bytes[index] - '0');
      index++;
    }
    boolean ends = index == end || bytes[index] == '.';
    boolean fits = index > begun && index - begun <= MOST_DIGITS && number >= 0;
    return fits && ends ? negative ? -number : number : Long.MIN_VALUE;
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
      return unescaped(valueFrom, valueTo);
    }
    if (!quoted && (buffer[valueFrom] == 'n' || valueFrom == valueTo)) {
      return "";
    }
    return texts.text(buffer, valueFrom, valueTo);
  }

  /** The text of a string or number that was read before, from {@link #valueFrom} on. */
  public String text(int from, int end) {
    return EightBytes.indexOf(BACKSLASHES, buffer, from, end) < 0
        ? texts.text(buffer, from, end)
        : unescaped(from, end);
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
    boolean isWord = word();
    valueTo = at;
    return isWord;
  }

  /** Passes over a number, true, false or null; false for what is none. */
  private boolean word() {
    byte[] bytes = buffer;
    int begun = at;
    int index = begun;
    for (int digits = 8; digits == 8 && index + 8 <= bytes.length; index += digits) {
      digits = EightBytes.digits(EightBytes.at(bytes, index));
    }
    index = Math.min(index, to);
    while (index < to && WORD[bytes[index] & 0xff]) {
      index++;
    }
    at = index;
    return index > begun || damaged();
  }

  private boolean enter(char opening) {
    blanks();
    if (at < to && buffer[at] == opening) {
      at++;
      isFirst = true;
      return true;
    }
    skip();
    return false;
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
    byte[] bytes = buffer;
    int end = to;
    int index = from;
    while (index + 8 <= bytes.length && index < end) {
      long word = EightBytes.at(bytes, index);
      long marks = EightBytes.marks(word, QUOTES) | EightBytes.marks(word, BACKSLASHES);
      if (marks == 0) {
        index += 8;
        continue;
      }
      index += EightBytes.before(marks);
      if (bytes[index] == '"') {
        // What stands behind the end is another's.
        return index < end ? index : -1;
      }
      valueIsEscaped = true;
      index += 2;
    }
    while (index < end) {
      if (bytes[index] == '"') {
        return index;
      }
      if (bytes[index] == '\\') {
        valueIsEscaped = true;
        index++;
      }
      index++;
    }
    return -1;
  }

  private void skipNested() {
    byte[] bytes = buffer;
    int end = to;
    int depth = 0;
    for (int index = at; index < end; index++) {
      switch (bytes[index]) {
        case '"' -> {
          index = stringEnd(index + 1);
          if (index < 0) {
            damaged();
            return;
          }
        }
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            at = index + 1;
            return;
          }
        }
        default -> {}
      }
    }
    damaged();
  }

  private String unescaped(int from, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - from);
    StringBuilder text = new StringBuilder(end - from);
    for (int index = from; index < end; index++) {
      if (buffer[index] != '\\' || index + 1 >= end) {
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
          while (digits < 4 && index + 1 < end && Character.digit(buffer[index + 1], 16) >= 0) {
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
    byte[] bytes = buffer;
    int index = at;
    if (index < to && bytes[index] <= ' ') {
      while (index < to && isBlank(bytes[index])) {
        index++;
      }
      at = index;
    }
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
  }

  private boolean damaged() {
    isDamaged = true;
    at = to;
    return false;
  }
}
