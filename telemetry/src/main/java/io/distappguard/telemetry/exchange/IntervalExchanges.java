package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import java.util.Arrays;

/**
 * Sums the exchanges of one interval by process, entity and operation; gives them sorted by these.
 * An exchange allocates nothing unless the tables must grow. Not thread-safe.
 */
public final class IntervalExchanges {

  private static final Operation[] OPERATIONS = Operation.values();
  private static final int OPERATION_BITS = 6;
  private static final int ENTITY_BITS = 30;

  private long[] keys = new long[1 << 10];
  private int[] calls = new int[1 << 10];
  private int[] errors = new int[1 << 10];
  private long[] bytes = new long[1 << 10];
  private long[] sorted = new long[1 << 9];
  private int size;

  /**
   * One call.
   *
   * @param moved bytes moved
   * @param failed whether the call failed
   */
  public void add(int process, int entity, Operation operation, long moved, boolean failed) {
    add(process, entity, operation, 1, moved, failed ? 1 : 0);
  }

  /**
   * Calls that were summed already.
   *
   * @param count successful and failed calls together
   * @param moved bytes moved by the successful calls
   * @param failures calls that failed
   */
  public void add(
      int process, int entity, Operation operation, int count, long moved, int failures) {
    if (process >= 1 << 27 || entity >= 1 << ENTITY_BITS) {
      throw new IllegalStateException(
          "processes: " + process + ", entities: " + entity + " (expected: < 2^27, < 2^30)");
    }
    // 0 marks a free slot, so every key is one more than its value
    long key =
        ((long) process << (ENTITY_BITS + OPERATION_BITS)
                | (long) entity << OPERATION_BITS
                | operation.ordinal())
            + 1;
    int slot = slot(key);
    if (keys[slot] == 0) {
      if (size == sorted.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      sorted[size++] = key;
    }
    calls[slot] += count;
    bytes[slot] += moved;
    errors[slot] += failures;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Gives the sums to the sink and begins anew. */
  public void drain(long intervalStartMillis, ExchangeSink sink) {
    Arrays.sort(sorted, 0, size);
    for (int index = 0; index < size; index++) {
      int slot = slot(sorted[index]);
      long key = sorted[index] - 1;
      sink.exchange(
          intervalStartMillis,
          (int) (key >>> (ENTITY_BITS + OPERATION_BITS)),
          (int) (key >>> OPERATION_BITS) & (1 << ENTITY_BITS) - 1,
          OPERATIONS[(int) key & (1 << OPERATION_BITS) - 1],
          calls[slot],
          bytes[slot],
          errors[slot]);
    }
    Arrays.fill(keys, 0);
    Arrays.fill(calls, 0);
    Arrays.fill(errors, 0);
    Arrays.fill(bytes, 0);
    size = 0;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCalls = calls;
    int[] oldErrors = errors;
    long[] oldBytes = bytes;
    int length = oldKeys.length * 2;
    keys = new long[length];
    calls = new int[length];
    errors = new int[length];
    bytes = new long[length];
    sorted = Arrays.copyOf(sorted, length / 2);
    for (int index = 0; index < oldKeys.length; index++) {
      if (oldKeys[index] != 0) {
        int slot = slot(oldKeys[index]);
        keys[slot] = oldKeys[index];
        calls[slot] = oldCalls[index];
        errors[slot] = oldErrors[index];
        bytes[slot] = oldBytes[index];
      }
    }
  }
}
