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

  /** By chance one in 10^9 is so long. */
  private static final int LONGEST_ROW = 128;

  final String id;

  /** The agreed time when the first span came, or when what came before was cut off. */
  long cameNanos;

  /** Whether the first span was on time. */
  final boolean onTime;

  /** The agreed time when the last span came, in nanoseconds. */
  long touchedNanos;

  /** How many traces had begun when the last span came. */
  long touchedAt;

  /** Since when it takes spans, in time that has passed. */
  final long sinceNanos;

  private Call[] calls = new Call[8];
  private long[] touched = new long[8];
  private int[] table = new int[16];
  private int size;
  private boolean isSecret;

  OpenTrace(String id, long cameNanos, long sinceNanos, boolean onTime) {
    this.id = id;
    this.cameNanos = cameNanos;
    this.onTime = onTime;
    this.sinceNanos = sinceNanos;
    touchedNanos = cameNanos;
  }

  /** The agreed time was set back: nothing came later than now. */
  void setBack(long nowNanos) {
    touchedNanos = Math.min(touchedNanos, nowNanos);
    cameNanos = Math.min(cameNanos, nowNanos);
  }

  int size() {
    return size;
  }

  Call call(int index) {
    return calls[index];
  }

  /** The agreed time when a span came. */
  long touchedNanos(int index) {
    return touched[index];
  }

  /** Takes a span that came now; false where one of its id and kind is there already. */
  boolean add(Call call, long nowNanos) {
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
      touched = Arrays.copyOf(touched, size * 2);
      enterAll(size * 4);
    }
    if (passed > LONGEST_ROW && !isSecret) {
      isSecret = true;
      enterAll(table.length);
    }
    calls[size] = call;
    touched[size] = nowNanos;
    touchedNanos = nowNanos;
    enter(size);
    size++;
    return true;
  }

  /**
   * Number of the tree of each span, as far as its spans are here: spans hang together where one
   * names another as its parent, or has its id.
   */
  int[] trees() {
    int[] tree = new int[size];
    for (int index = 0; index < size; index++) {
      tree[index] = index;
    }
    for (int index = 0; index < size; index++) {
      join(tree, index, calls[index].spanId());
      String parent = calls[index].parentSpanId();
      if (parent != null) {
        join(tree, index, parent);
      }
    }
    for (int index = 0; index < size; index++) {
      tree[index] = root(tree, index);
    }
    return tree;
  }

  /** Joins a span's tree with that of the first span of an id. */
  private void join(int[] tree, int index, String spanId) {
    for (int slot = slot(spanId); at(slot) >= 0; slot = following(slot)) {
      if (calls[at(slot)].spanId().equals(spanId)) {
        tree[root(tree, index)] = root(tree, at(slot));
        return;
      }
    }
  }

  private static int root(int[] tree, int index) {
    int at = index;
    while (tree[at] != at) {
      tree[at] = tree[tree[at]]; // halves the way for whoever comes next
      at = tree[at];
    }
    return at;
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
