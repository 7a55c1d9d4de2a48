package io.distappguard.telemetry.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings for ranges of UTF-8 bytes, the same string for the same bytes most of the time: names of
 * services, operations, attributes and files come by the million and are a few hundred. Each has one place
 * to be in; a newcomer puts the former out. Not thread-safe.
 */
public final class TextCache {

  private static final int SLOTS = 4096;
  private static final int LONGEST = 200;

  private final byte[][] keys = new byte[SLOTS][0];
  private final String[] texts = new String[SLOTS];

  /** The text of a range. */
  public String text(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int hash = length;
    for (int index = from; index < to; index++) {
      hash = hash * 31 + bytes[index];
    }
    hash *= 0x9E3779B9;
    int slot = hash >>> 20;
    byte[] key = keys[slot];
    if (!Arrays.equals(key, 0, key.length, bytes, from, to)) {
      keys[slot] = Arrays.copyOfRange(bytes, from, to);
      texts[slot] = new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    return texts[slot];
  }
}
