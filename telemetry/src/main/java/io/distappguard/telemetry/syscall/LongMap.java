package io.distappguard.telemetry.syscall;

import org.jspecify.annotations.Nullable;

/**
 * Objects by a number, such as threads by theirs: open addressing, so looking one up allocates
 * nothing and follows one pointer.
 */
public final class LongMap<T> {

  private long[] keys = new long[64];
  private @Nullable Object[] values = new Object[64];
  private int size;

  /** What stands under a number, or null. */
  @SuppressWarnings("unchecked")
  public @Nullable T get(long key) {
    int mask = keys.length - 1;
    for (int slot = (int) key & mask; ; slot = (slot + 1) & mask) {
      Object value = values[slot];
      if (value == null || keys[slot] == key) {
        return (T) value;
      }
    }
  }

  /** The one that is left where there is one; any of them where there are several. */
  @SuppressWarnings("unchecked")
  public @Nullable T any() {
    for (Object value : values) {
      if (value != null) {
        return (T) value;
      }
    }
    return null;
  }

  /** Puts one in place of what stood there. */
  public void put(long key, T value) {
    if ((size + 1) * 2 > keys.length) {
      grow();
    }
    int slot = slot(key);
    if (values[slot] == null) {
      size++;
    }
    keys[slot] = key;
    values[slot] = value;
  }

  /** Takes one out and moves those behind it up (Knuth, volume 3, 6.4, algorithm R). */
  public void remove(long key) {
    int mask = keys.length - 1;
    int slot = slot(key);
    if (values[slot] == null) {
      return;
    }
    values[slot] = null;
    size--;
    for (int next = (slot + 1) & mask; ; next = (next + 1) & mask) {
      Object moved = values[next];
      if (moved == null) {
        return;
      }
      values[next] = null;
      int place = slot(keys[next]);
      keys[place] = keys[next];
      values[place] = moved;
    }
  }

  /** Takes all out. */
  public void clear() {
    keys = new long[64];
    values = new Object[64];
    size = 0;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) key & mask;
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new Object[oldKeys.length * 2];
    for (int index = 0; index < oldKeys.length; index++) {
      if (oldValues[index] != null) {
        int slot = slot(oldKeys[index]);
        keys[slot] = oldKeys[index];
        values[slot] = oldValues[index];
      }
    }
  }
}
