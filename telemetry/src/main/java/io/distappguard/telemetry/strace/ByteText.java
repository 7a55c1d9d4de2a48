package io.distappguard.telemetry.strace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what stands in ranges of bytes as strace writes it. */
final class ByteText {

  private ByteText() {}

  /** The decimal number at {@code from}; -1 where there is none or it does not fit an int. */
  static int number(byte[] buffer, int from, int to) {
    long number = 0;
    int at = from;
    while (at < to && buffer[at] >= '0' && buffer[at] <= '9' && number <= Integer.MAX_VALUE) {
      number = number * 10 + (buffer[at] - '0');
      at++;
    }
    return at == from || number > Integer.MAX_VALUE ? -1 : (int) number;
  }

  /**
   * The number that stands at {@code from}, as unsigned 32 bit: {@code 4294967295} and {@code ~0U}.
   */
  static long unsigned(byte[] buffer, int from, int to) {
    long number = 0;
    for (int at = from; at < to && buffer[at] >= '0' && buffer[at] <= '9' && at < from + 18; at++) {
      number = number * 10 + (buffer[at] - '0');
    }
    return to > from && buffer[from] == '~' ? 0xffff_ffffL : number;
  }

  /** Index of the text within the range; -1 where it is not. */
  static int indexOf(byte[] buffer, int from, int to, byte[] text) {
    outer:
    for (int at = from; at <= to - text.length; at++) {
      for (int index = 0; index < text.length; index++) {
        if (buffer[at + index] != text[index]) {
          continue outer;
        }
      }
      return at;
    }
    return -1;
  }

  /** Index of where the text stands last within the range; -1 where it does not. */
  static int lastIndexOf(byte[] buffer, int from, int to, byte[] text) {
    for (int at = to - text.length; at >= from; at--) {
      if (Arrays.equals(buffer, at, at + text.length, text, 0, text.length)) {
        return at;
      }
    }
    return -1;
  }

  static boolean contains(byte[] buffer, int from, int to, byte[] text) {
    return indexOf(buffer, from, to, text) >= 0;
  }

  static String ascii(byte[] buffer, int from, int to) {
    return to <= from ? "" : new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** What stands in quotes at {@code from}, its escapes undone; empty where no quote stands. */
  static String quoted(byte[] buffer, int from, int to) {
    if (from >= to || buffer[from] != '"') {
      return "";
    }
    int end = from + 1;
    while (end < to && buffer[end] != '"') {
      end += buffer[end] == '\\' ? 2 : 1;
    }
    return unescaped(buffer, from + 1, Math.min(end, to));
  }

  /** The range with strace's escapes ({@code \n}, {@code \"}, {@code \76}, {@code \x3e}) undone. */
  static String unescaped(byte[] buffer, int from, int to) {
    boolean plain = true;
    for (int at = from; at < to && plain; at++) {
      plain = buffer[at] != '\\';
    }
    if (plain) {
      return to <= from ? "" : new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
    for (int at = from; at < to; at++) {
      if (buffer[at] != '\\' || at + 1 >= to) {
        bytes.write(buffer[at]);
        continue;
      }
      at++;
      switch (buffer[at]) {
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case 'r' -> bytes.write('\r');
        case 'v' -> bytes.write(0x0b);
        case 'f' -> bytes.write('\f');
        case 'x' -> {
          int value = 0;
          int digits = 0;
          while (digits < 2 && at + 1 < to && Character.digit(buffer[at + 1], 16) >= 0) {
            value = value * 16 + Character.digit(buffer[++at], 16);
            digits++;
          }
          bytes.write(value);
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int value = buffer[at] - '0';
          for (int digits = 1;
              digits < 3 && at + 1 < to && buffer[at + 1] >= '0' && buffer[at + 1] <= '7';
              digits++) {
            value = value * 8 + (buffer[++at] - '0');
          }
          bytes.write(value);
        }
        default -> bytes.write(buffer[at]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
