package io.distappguard.telemetry.trace;

import io.distappguard.telemetry.Call;
import java.util.Arrays;

/**
 * Spans of one trace while more may come, and where to find them by their ids: an open-addressing
 * table of their positions plus one, at most half full. Ids are hashed by {@link String#hashCode},
 * which each string keeps; whoever sends spans can choose ids of one hash, so where places in a row
 * become many all are hashed anew with a secret.
 */
final class OpenTrace {

  final String id;

  /** The assembler's clock when the last span came, in nanoseconds. */
  long touchedNanos;

  /** By chance one in 10^9 is so long. */
  private static final int LONGEST_ROW = 128;

  private Call[] calls = new Call[8];
  private int[] table = new int[16];
  private int size;
  private boolean isSecret;

  OpenTrace(String id) {
    this.id = id;
  }

  int size() {
    return size;
  }

  Call call(int index) {
    return calls[index];
  }

  /** Takes a span; false where one of its id and kind is there already. */
  boolean add(Call call) {
    int passed = 0;
    for (int slot = slot(call.spanId()); table[slot] != 0; slot = following(slot)) {
      passed++;
      Call other = calls[table[slot] - 1];
      if (other.kind() == call.kind() && other.spanId().equals(call.spanId())) {
        return false;
      }
    }
    if (size == calls.length) {
      calls = Arrays.copyOf(calls, size * 2);
      enterAll(size * 4);
    }
    if (passed > LONGEST_ROW && !isSecret) {
      isSecret = true;
      enterAll(table.length);
    }
    calls[size] = call;
    enter(size);
    size++;
    return true;
  }

  /**
   * The first slot that may hold a span of this id; {@link #at} and {@link #following} lead on to
   * the others, until {@link #at} is negative.
   */
  int slot(String spanId) {
    if (isSecret) {
      return (int) (RecentSpans.secretHash(spanId) >>> 32) & table.length - 1;
    }
    int hash = spanId.hashCode() * 0x9E3779B9;
    return (hash ^ hash >>> 15) & table.length - 1;
  }

  /** Position of the span in this slot, -1 where the slot is empty. */
  int at(int slot) {
    return table[slot] - 1;
  }

  int following(int slot) {
    return slot + 1 & table.length - 1;
  }

  private void enterAll(int slots) {
    table = new int[slots];
    for (int index = 0; index < size; index++) {
      enter(index);
    }
  }

  private void enter(int index) {
    int slot = slot(calls[index].spanId());
    while (table[slot] != 0) {
      slot = following(slot);
    }
    table[slot] = index + 1;
  }
}
