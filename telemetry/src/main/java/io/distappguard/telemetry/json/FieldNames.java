package io.distappguard.telemetry.json;

import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.EightBytes;
import java.util.Arrays;

/**
 * The names of an object's fields, each expected where it came last time: programs write fields in
 * one order, so that which name comes next can be guessed, and the guess be checked by comparing
 * eight bytes at a time instead of looking for the name's end and its number. A wrong guess costs
 * what no guess would. Not thread-safe.
 */
public final class FieldNames {

  private static final int SLOTS = 512;
  private static final int MOST_PROBES = 4;

  /** Stands for no name: before the first field of an object. */
  private static final int START = SLOTS;

  /** Stands for a name that is not remembered. */
  private static final int OTHER = SLOTS + 1;

  private static final int LONGEST = 32;

  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private final ByteWords words;

  /** Of names that were met: their length, 0 where there is none, and their bytes by eights. */
  private final int[] lengths = new int[SLOTS + 2];

  private final long[] first = new long[SLOTS];
  private final long[] second = new long[SLOTS];
  private final long[] third = new long[SLOTS];
  private final long[] last = new long[SLOTS];
  private final int[] numbers = new int[SLOTS];

  /** Of each name, the one that came behind it last. */
  private final int[] next = new int[SLOTS + 2];

  private int current = START;

  /** Expects names of a set, and others. */
  public FieldNames(ByteWords words) {
    this.words = words;
    // Behind a name that was never met comes one without length, which fits nothing.
    Arrays.fill(next, START);
  }

  /** A new object begins. */
  void begin() {
    current = START;
  }

  /**
   * Index of the closing quote of the expected name, if that name and a colon stand at an index;
   * else -1, and {@link #learn} must tell the name that does.
   *
   * @param from index after the opening quote
   * @param to index after the last byte that may be read
   */
  int expectedEnd(byte[] bytes, int from, int to) {
    int guess = next[current];
    int length = lengths[guess];
    int end = from + length;
    if (length == 0
        || Math.max(end + 1, from + 8) >= to
        || bytes[end] != '"'
        || bytes[end + 1] != ':') {
      return -1;
    }
    long begins = EightBytes.at(bytes, from);
    boolean fits =
        length < 8
            ? begins << 64 - 8 * length == first[guess]
            : begins == first[guess]
                && EightBytes.at(bytes, end - 8) == last[guess]
                && (length <= 16 || EightBytes.at(bytes, from + 8) == second[guess])
                && (length <= 24 || EightBytes.at(bytes, from + 16) == third[guess]);
    if (!fits) {
      return -1;
    }
    current = guess;
    return end;
  }

  /** Number of the name that {@link #expectedEnd} found. */
  int number() {
    return numbers[current];
  }

  /** Number of the name that stands in a range, which will be expected here next time. */
  int learn(byte[] bytes, int from, int to) {
    int length = to - from;
    int number = words.number(bytes, from, to);
    if (length == 0 || length > LONGEST || from + 24 > bytes.length) {
      current = OTHER;
      return number;
    }
    long begins = EightBytes.at(bytes, from);
    begins = length < 8 ? begins << 64 - 8 * length : begins;
    long ends = length < 8 ? 0 : EightBytes.at(bytes, to - 8);
    long goesOn = length <= 16 ? 0 : EightBytes.at(bytes, from + 8);
    long andOn = length <= 24 ? 0 : EightBytes.at(bytes, from + 16);
    int slot = slot(length, begins, goesOn, andOn, ends);
    lengths[slot] = length;
    first[slot] = begins;
    second[slot] = goesOn;
    third[slot] = andOn;
    last[slot] = ends;
    numbers[slot] = number;
    next[current] = slot;
    current = slot;
    return number;
  }

  /** Where the name is, or may be: where nothing is, else where another was. */
  private int slot(int length, long begins, long goesOn, long andOn, long ends) {
    int hash = (int) ((begins ^ Long.rotateLeft(ends + length, 21)) * MIXER >>> 40);
    for (int probe = 0; probe < MOST_PROBES; probe++) {
      int slot = hash + probe & SLOTS - 1;
      boolean isThere =
          lengths[slot] == length
              && first[slot] == begins
              && second[slot] == goesOn
              && third[slot] == andOn
              && last[slot] == ends;
      if (isThere || lengths[slot] == 0) {
        return slot;
      }
    }
    return hash & SLOTS - 1;
  }
}
