package io.distappguard.telemetry.line;

/** Hashes short ranges of bytes by their length, beginning, middle and end, eight at a time. */
public final class ByteHash {

  // Odd numbers without pattern: from the golden ratio, and from xxHash's primes.
  private static final long LENGTH = 0x9E3779B97F4A7C15L;
  private static final long BEGINNING = 0xC2B2AE3D27D4EB4FL;
  private static final long MIDDLE = 0x165667B19E3779F9L;
  private static final long END = 0xD6E8FEB86659FD93L;

  private ByteHash() {}

  /** The same for the same bytes, wherever they stand; its upper bits are the better ones. */
  public static int of(byte[] buffer, int from, int to) {
    int length = to - from;
    long hash = length * LENGTH;
    if (length >= 8) {
      hash +=
          EightBytes.at(buffer, from) * BEGINNING
              + EightBytes.at(buffer, from + (length - 8 >> 1)) * MIDDLE
              + EightBytes.at(buffer, to - 8) * END;
    } else {
      hash += EightBytes.few(buffer, from, length) * BEGINNING;
    }
    return (int) (hash >>> 32);
  }
}
