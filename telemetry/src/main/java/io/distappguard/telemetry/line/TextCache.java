package io.distappguard.telemetry.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings for ranges of UTF-8 bytes, the same string for the same bytes most of the time: names of
 * services, operations, attributes and files come by the million and are a few hundred. Each has
 * one place to be in; a newcomer puts the former out. Not thread-safe.
 */
public final class TextCache {

  private static final int SLOTS = 4096;
  private static final int LONGEST = 200;
  private static final byte[] NOTHING = {};

  private final Text[] slots = new Text[SLOTS];

  /** Up to sixteen bytes it is told by its ends and length, longer ones also by their bytes. */
  private record Text(long first, long last, int length, byte[] bytes, String text) {}

  public TextCache() {
    Arrays.fill(slots, new Text(0, 0, 0, NOTHING, ""));
  }

  /** The text of a range. */
  public String text(byte[] buffer, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(buffer, from, length, StandardCharsets.UTF_8);
    }
    long first = length < 8 ? EightBytes.few(buffer, from, length) : EightBytes.at(buffer, from);
    long last = length < 8 ? length : EightBytes.at(buffer, to - 8);
    int slot = ByteHash.of(buffer, from, to) >>> 20;
    Text known = slots[slot];
    if (known.first == first
        && known.last == last
        && known.length == length
        && (length <= 16 || Arrays.equals(known.bytes, 8, length - 8, buffer, from + 8, to - 8))) {
      return known.text;
    }
    byte[] bytes = length <= 16 ? NOTHING : Arrays.copyOfRange(buffer, from, to);
    String text = new String(buffer, from, length, StandardCharsets.UTF_8);
    slots[slot] = new Text(first, last, length, bytes, text);
    return text;
  }
}
