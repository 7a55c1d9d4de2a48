package io.distappguard.telemetry.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes short ranges of bytes by their length, beginning, middle and end, eight at a time. */
final class ByteHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private ByteHash() {}

  /** The same for the same bytes, wherever they stand. */
  static int of(byte[] buffer, int from, int to) {
    int length = to - from;
    long hash = length * MIXER;
    if (length >= 8) {
      hash = mixed(hash, (long) LONGS.get(buffer, from));
      hash = mixed(hash, (long) LONGS.get(buffer, from + (length - 8 >> 1)));
      hash = mixed(hash, (long) LONGS.get(buffer, to - 8));
    } else if (length > 0) {
      hash = mixed(hash, few(buffer, from, length));
    }
    return (int) (hash >>> 32);
  }

  /** Fewer than eight bytes as one number, whatever stands behind them. */
  private static long few(byte[] buffer, int from, int length) {
    if (from + 8 <= buffer.length) {
      return (long) LONGS.get(buffer, from) & (1L << 8 * length) - 1;
    }
    long value = 0;
    for (int index = length - 1; index >= 0; index--) {
      value = value << 8 | buffer[from + index] & 0xff;
    }
    return value;
  }

  private static long mixed(long hash, long value) {
    long next = (hash ^ value) * MIXER;
    return next ^ next >>> 29;
  }
}
