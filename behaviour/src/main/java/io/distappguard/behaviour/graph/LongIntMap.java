package io.distappguard.behaviour.graph;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * From a non-negative long to an int, by open addressing with linear probing. No boxing; no
 * removal. The hash is another in each process, so that nobody who chooses keys can make them meet.
 */
final class LongIntMap {

  static final int ABSENT = -1;

  private static final long EMPTY = -1;
  private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

  private long[] keys = new long[1 << 12];
  private int[] values = new int[1 << 12];
  private int size;

  LongIntMap() {
    Arrays.fill(keys, EMPTY);
  }

  int get(long key) {
    long[] table = keys;
    int mask = table.length - 1;
    int slot = slotOf(key, mask);
    while (true) {
      long present = table[slot];
      if (present == key) {
        return values[slot];
      }
      if (present == EMPTY) {
        return ABSENT;
      }
      slot = (slot + 1) & mask;
    }
  }

  void put(long key, int value) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    int mask = keys.length - 1;
    int slot = slotOf(key, mask);
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    if (keys[slot] == EMPTY) {
      size++;
    }
    keys[slot] = key;
    values[slot] = value;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    Arrays.fill(keys, EMPTY);
    size = 0;
    for (int slot = 0; slot < oldKeys.length; slot++) {
      if (oldKeys[slot] != EMPTY) {
        put(oldKeys[slot], oldValues[slot]);
      }
    }
  }

  private static int slotOf(long key, int mask) {
    return (int) ((key * MULTIPLIER) >>> 32) & mask;
  }
}
