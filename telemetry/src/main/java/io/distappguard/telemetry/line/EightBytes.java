package io.distappguard.telemetry.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes eight at a time, as one number whose lowest byte is the first: what loops over single bytes
 * do, in an eighth of the steps (Warren, Hacker's Delight, section 6-1; Lemire and Langdale,
 * "Parsing gigabytes of JSON per second", section 3.1.4). Stateless.
 */
public final class EightBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LOW_HALVES = 0x0f0f0f0f0f0f0f0fL;
  private static final long ZEROS = ONES * '0';

  private EightBytes() {}

  /** The eight bytes from an index on; it must be at least eight before the array's end. */
  public static long at(byte[] bytes, int index) {
    return (long) LONGS.get(bytes, index);
  }

  /** Up to seven bytes, zeros behind them, whatever the array holds there. */
  static long few(byte[] bytes, int from, int length) {
    if (from + 8 <= bytes.length) {
      return at(bytes, from) & (1L << 8 * length) - 1;
    }
    long value = 0;
    for (int index = length - 1; index >= 0; index--) {
      value = value << 8 | bytes[from + index] & 0xff;
    }
    return value;
  }

  /** Eight times the same byte, below 128, to be looked for. */
  public static long each(char letter) {
    return ONES * letter;
  }

  /**
   * Marks bytes that are looked for: 0 where there is none, else the lowest mark is right and those
   * above it may be of other bytes. So marks of several kinds may be joined by {@code |}.
   *
   * @param each what {@link #each} gave
   */
  public static long marks(long word, long each) {
    long difference = word ^ each;
    return difference - ONES & ~difference & HIGHS;
  }

  /** How many bytes stand before the first that is marked; 8 where none is. */
  public static int before(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /**
   * Index of the first byte of a range that is looked for; -1 where there is none.
   *
   * @param each what {@link #each} gave
   */
  public static int indexOf(long each, byte[] bytes, int from, int to) {
    int index = from;
    // Most is passed over here; where there is a mark, the next loop says where.
    while (index + 32 <= to
        && (marks(at(bytes, index), each)
                | marks(at(bytes, index + 8), each)
                | marks(at(bytes, index + 16), each)
                | marks(at(bytes, index + 24), each))
            == 0) {
      index += 32;
    }
    for (; index + 8 <= to; index += 8) {
      long marks = marks(at(bytes, index), each);
      if (marks != 0) {
        return index + before(marks);
      }
    }
    for (; index < to; index++) {
      if (bytes[index] == (byte) each) {
        return index;
      }
    }
    return -1;
  }

  /** How many decimal digits it begins with: 0 to 8. */
  public static int digits(long word) {
    // Digits are 0x30 to 0x39: their upper half is 3, and still is with 6 added.
    long upper = word & ~LOW_HALVES;
    long upperOfMore = (word + ONES * 6) & ~LOW_HALVES;
    long unlike = (upper ^ ZEROS) | (upperOfMore ^ ZEROS);
    return Long.numberOfTrailingZeros(unlike) >>> 3;
  }

  /**
   * The number that the first digits are.
   *
   * @param count how many of them: 1 to 8, no more than {@link #digits} found
   */
  public static int number(long word, int count) {
    // Aligned to the last digit, zeros in front; then pairs, fours and eights are joined.
    long digits = word - ZEROS << 64 - 8 * count;
    digits = digits * 10 + (digits >>> 8);
    long fours = (digits & 0x000000ff000000ffL) * (100 + (1_000_000L << 32));
    long others = (digits >>> 16 & 0x000000ff000000ffL) * (1 + (10_000L << 32));
    return (int) (fours + others >>> 32);
  }
}
