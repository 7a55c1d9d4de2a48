package io.distappguard.telemetry.trace;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Remembers hashes of traces and spans for a while, in fixed memory: two generations of an
 * open-addressing table; when one is full the older is forgotten. 64-bit hashes may collide, with a
 * chance of about 1e-14 a look-up; what hangs on it is only as what a dropped span is counted.
 */
final class RecentSpans {

  /** Two tables of this many slots, at most half full: 8 MB for 131,072 to 262,144 hashes. */
  private static final int SLOTS = 1 << 18;

  /**
   * Where hashing begins. Nobody outside knows it, so nobody can choose ids that are looked for in
   * one place; what comes out does not depend on it.
   */
  private static final long SECRET = new SecureRandom().nextLong();

  private long[] young = new long[SLOTS];
  private long[] old = new long[SLOTS];

  /** What was noted beside a hash; only to be read where something was. */
  private long[] youngNotes = new long[SLOTS];

  private long[] oldNotes = new long[SLOTS];
  private int size;

  /** A hash of a text, continuing from another: {@code hash(hash(0, trace), span)}. */
  static long hash(long seed, String text) {
    long hash = seed ^ 0xCBF29CE484222325L;
    for (int index = 0; index < text.length(); index++) {
      hash = (hash ^ text.charAt(index)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /** A hash of a text that nobody outside can foresee. */
  static long secretHash(String text) {
    return hash(SECRET, text) * 0x9E3779B97F4A7C15L;
  }

  /** Remembers a hash with a note, which takes the place of an earlier one. */
  void add(long hash, long note) {
    long key = key(hash);
    youngNotes[slot(young, key)] = note;
    add(hash);
  }

  /** The note beside a hash that is there and was given one. */
  long note(long hash) {
    long key = key(hash);
    int slot = slot(young, key);
    return young[slot] == key ? youngNotes[slot] : oldNotes[slot(old, key)];
  }

  void add(long hash) {
    long key = key(hash);
    int slot = slot(young, key);
    if (young[slot] == key) {
      return;
    }
    young[slot] = key;
    size++;
    if (size > SLOTS / 2) {
      long[] forgotten = old;
      old = young;
      young = forgotten;
      long[] forgottenNotes = oldNotes;
      oldNotes = youngNotes;
      youngNotes = forgottenNotes;
      Arrays.fill(young, 0);
      size = 0;
    }
  }

  boolean contains(long hash) {
    long key = key(hash);
    return young[slot(young, key)] == key || old[slot(old, key)] == key;
  }

  /** Zero stands for an empty slot. */
  private static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  private static int slot(long[] table, long key) {
    // Without the secret a hash that was met, and from it all that follow it, could be chosen.
    long mixed = (key ^ SECRET) * 0x9E3779B97F4A7C15L;
    int slot = (int) ((mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L >>> 40) & SLOTS - 1;
    while (table[slot] != 0 && table[slot] != key) {
      slot = slot + 1 & SLOTS - 1;
    }
    return slot;
  }
}
