package io.distappguard.telemetry.collector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of a record: numbers of seven bits a byte, the lowest first, and texts behind
 * their lengths. A field beyond the end reads as 0 or empty and marks the record as short. Not
 * thread-safe.
 */
final class StreamFields {

  private byte[] bytes = {};
  private int at;
  private int to;
  private boolean isShort;

  void over(byte[] buffer, int from, int end) {
    bytes = buffer;
    at = from;
    to = end;
    isShort = false;
  }

  /** Whether a field was asked for that is not there. */
  boolean isShort() {
    return isShort;
  }

  boolean hasMore() {
    return at < to;
  }

  int position() {
    return at;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= to) {
        break;
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    isShort = true;
    at = to;
    return 0;
  }

  /** A number that must fit an index: negative where it does not. */
  int index() {
    long value = number();
    return value < 0 || value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  byte[] bytes() {
    int length = length();
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  String text() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void skip(int count) {
    at += count;
  }

  private int length() {
    long length = number();
    if (length < 0 || length > to - at) {
      isShort = true;
      at = to;
      return 0;
    }
    return (int) length;
  }
}
