package io.distappguard.telemetry.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A fixed set of words, told by their bytes without making strings. Thread-safe. */
public final class ByteWords {

  /** Said of bytes that are none of the words. */
  public static final int NONE = -1;

  private final byte[][] words;
  private final int[] slots;

  private ByteWords(String... words) {
    int length = Integer.highestOneBit(Math.max(8, words.length * 4));
    this.words = new byte[words.length][];
    this.slots = new int[length];
    Arrays.fill(slots, NONE);
    for (int index = 0; index < words.length; index++) {
      byte[] word = words[index].getBytes(StandardCharsets.UTF_8);
      this.words[index] = word;
      int slot = hash(word, 0, word.length) & (length - 1);
      while (slots[slot] != NONE) {
        slot = (slot + 1) & (length - 1);
      }
      slots[slot] = index;
    }
  }

  /** Words, numbered from 0 in this order. */
  public static ByteWords of(String... words) {
    return new ByteWords(words);
  }

  /** Number of the word that stands in a range, or {@link #NONE}. */
  public int number(byte[] buffer, int from, int to) {
    int mask = slots.length - 1;
    for (int slot = hash(buffer, from, to) & mask; ; slot = (slot + 1) & mask) {
      int index = slots[slot];
      if (index == NONE
          || Arrays.equals(words[index], 0, words[index].length, buffer, from, to)) {
        return index;
      }
    }
  }

  private static int hash(byte[] buffer, int from, int to) {
    int hash = to - from;
    for (int at = from; at < to; at++) {
      hash = hash * 31 + buffer[at];
    }
    return hash ^ hash >>> 15;
  }
}
