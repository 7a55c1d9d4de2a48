package io.distappguard.telemetry.json;

import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.EightBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was read of objects that come again and again in the same bytes: the process in each of its
 * events, its parent, its pod. One that is known by its bytes is not taken apart again; what comes
 * out is as if it were. Where it differs only behind the last field that matters, such as in the
 * thread's number, the fields behind are looked at and passed over.
 *
 * <p>As many as a busy host has processes are kept, of up to 4 KB each. Each has one place to be
 * in; a newcomer puts the former out when it comes twice running, so that those that come once, or
 * rarely, cost nothing but being read. Not thread-safe.
 *
 * @param <T> what is made of an object; shared by all who read the same bytes, so immutable
 */
public final class KnownObjects<T> {

  private static final int SLOT_BITS = 10;
  private static final int LONGEST = 4096;

  /** First fields are ids, by which objects are told apart; longer ones up to here. */
  private static final int LONGEST_ID = 256;

  private static final long COMMAS = EightBytes.each(',');
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private final ByteWords fields;
  private final Reading<T> reading;
  private final @Nullable Known<T>[] slots;

  /** Of each place, the hash of the first field that was last missed there. */
  private final long[] missed = new long[1 << SLOT_BITS];

  /** Takes an object apart. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads the value at hand to its end, whatever it is, and depends on nothing else.
     *
     * @param buffer what the cursor walks over
     */
    T read(JsonCursor cursor, byte[] buffer);
  }

  /**
   * @param upToLast how many of the bytes it takes to the end of the last field that matters
   */
  private record Known<T>(byte[] bytes, int upToLast, T what) {}

  /**
   * @param fields names of the fields that matter to {@code reading}, of the object itself
   */
  @SuppressWarnings("unchecked")
  public KnownObjects(ByteWords fields, Reading<T> reading) {
    this.fields = fields;
    this.reading = reading;
    this.slots = (Known<T>[]) new Known<?>[1 << SLOT_BITS];
  }

  /** Reads the value at hand to its end. */
  public T read(JsonCursor cursor) {
    byte[] buffer = cursor.buffer();
    if (!cursor.isObject()) {
      return reading.read(cursor, buffer);
    }
    int from = cursor.at();
    long hash = hash(buffer, from, cursor.to());
    int slot = (int) (hash >>> 64 - SLOT_BITS);
    Known<T> known = slots[slot];
    if (known != null && isAgain(known, cursor)) {
      return known.what;
    }
    T what = reading.read(cursor, buffer);
    if (missed[slot] == hash && !cursor.isDamaged() && cursor.at() - from <= LONGEST) {
      byte[] bytes = Arrays.copyOfRange(buffer, from, cursor.at());
      slots[slot] = new Known<>(bytes, upToLast(cursor, from), what);
    }
    missed[slot] = hash;
    return what;
  }

  /** Of the first field, up to the comma behind it; never 0. */
  private static long hash(byte[] buffer, int from, int to) {
    long hash = 1;
    int most = Math.min(Math.min(to, from + LONGEST_ID), buffer.length - 8);
    for (int index = from; index <= most; index += 8) {
      long word = EightBytes.at(buffer, index);
      long marks = EightBytes.marks(word, COMMAS);
      if (marks != 0) {
        word &= (marks & -marks) - 1;
      }
      hash = Long.rotateLeft((hash ^ word) * MIXER, 29);
      if (marks != 0) {
        break;
      }
    }
    return hash * MIXER | 1;
  }

  /** Whether the object at hand is this one; the cursor is behind it then. */
  private boolean isAgain(Known<T> known, JsonCursor cursor) {
    byte[] buffer = cursor.buffer();
    byte[] bytes = known.bytes;
    int from = cursor.at();
    int to = Math.min(cursor.to(), from + bytes.length);
    int same = Arrays.mismatch(bytes, 0, bytes.length, buffer, from, to);
    if (same < 0) {
      cursor.resume(from + bytes.length);
      return true;
    }
    // One byte more, for a number that is longer here.
    if (same <= known.upToLast) {
      return false;
    }
    cursor.resume(from + known.upToLast);
    while (cursor.nextField()) {
      if (fields.number(buffer, cursor.nameFrom(), cursor.nameTo()) != ByteWords.NONE) {
        cursor.resume(from);
        return false;
      }
      cursor.skip();
    }
    return true;
  }

  /** Goes over an object once more, to its end. */
  private int upToLast(JsonCursor cursor, int from) {
    cursor.resume(from);
    cursor.enter();
    int last = cursor.at();
    while (cursor.nextField()) {
      boolean matters =
          fields.number(cursor.buffer(), cursor.nameFrom(), cursor.nameTo()) != ByteWords.NONE;
      cursor.skip();
      last = matters ? cursor.at() : last;
    }
    return last - from;
  }
}
