package io.distappguard.telemetry.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A fixed set of words, told by their bytes without making strings. Up to sixteen bytes, a word is
 * told by its first and last eight and its length. Thread-safe.
 */
public final class ByteWords {

  /** Said of bytes that are none of the words. */
  public static final int NONE = -1;

  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private final byte[][] words;
  private final int mask;

  /** Of each slot: the first eight bytes, the last eight. */
  private final long[] ends;

  private final int[] lengths;
  private final int[] numbers;

  private ByteWords(String... words) {
    int slots = Integer.highestOneBit(Math.max(8, words.length * 8));
    this.words = new byte[words.length][];
    this.mask = slots - 1;
    this.ends = new long[2 * slots];
    this.lengths = new int[slots];
    this.numbers = new int[slots];
    Arrays.fill(numbers, NONE);
    for (int number = 0; number < words.length; number++) {
      byte[] word = words[number].getBytes(StandardCharsets.UTF_8);
      this.words[number] = word;
      long first = first(word, 0, word.length);
      long last = last(word, word.length, word.length);
      int slot = hash(first, last) & mask;
      while (numbers[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      ends[2 * slot] = first;
      ends[2 * slot + 1] = last;
      lengths[slot] = word.length;
      numbers[slot] = number;
    }
  }

  /** Words, numbered from 0 in this order. */
  public static ByteWords of(String... words) {
    return new ByteWords(words);
  }

  /** Number of the word that stands in a range, or {@link #NONE}. */
  public int number(byte[] buffer, int from, int to) {
    int length = to - from;
    long first = first(buffer, from, length);
    long last = last(buffer, to, length);
    for (int slot = hash(first, last) & mask; ; slot = (slot + 1) & mask) {
      int number = numbers[slot];
      if (number == NONE
          || ends[2 * slot] == first
              && ends[2 * slot + 1] == last
              && lengths[slot] == length
              && (length <= 16 || isMiddle(words[number], buffer, from, to))) {
        return number;
      }
    }
  }

  private static boolean isMiddle(byte[] word, byte[] buffer, int from, int to) {
    return Arrays.equals(word, 8, word.length - 8, buffer, from + 8, to - 8);
  }

  private static long first(byte[] buffer, int from, int length) {
    return length < 8 ? EightBytes.few(buffer, from, length) : EightBytes.at(buffer, from);
  }

  private static long last(byte[] buffer, int to, int length) {
    return length < 8 ? length : EightBytes.at(buffer, to - 8);
  }

  private static int hash(long first, long last) {
    return (int) ((first ^ Long.rotateLeft(last, 21)) * MIXER >>> 40);
  }
}
