package io.distappguard.telemetry.syscall;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a source's words for descriptors stand for, so that a known one costs no
 * allocation. A cache: it is emptied when it grows too large, and what was in it is taken apart
 * again.
 */
public final class TargetCache {

  private static final int MOST = 1 << 15;

  /** Takes the source's words apart. */
  @FunctionalInterface
  public interface Parser {
    Target parse(byte[] buffer, int from, int to);
  }

  private final Parser parser;

  private @Nullable Target[] slots = new Target[1 << 10];
  private int size;

  /**
   * @param parser gives targets that hold the words they were made from
   */
  public TargetCache(Parser parser) {
    this.parser = parser;
  }

  /** The target of these words. */
  public Target of(byte[] buffer, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(buffer, from, to) & mask;
    while (true) {
      Target known = slots[slot];
      if (known == null) {
        break;
      }
      if (Arrays.equals(buffer, from, to, known.text(), 0, known.text().length)) {
        return known;
      }
      slot = (slot + 1) & mask;
    }
    Target target = parser.parse(buffer, from, to);
    slots[slot] = target;
    if (++size * 2 > slots.length) {
      grow();
    }
    return target;
  }

  private void grow() {
    @Nullable Target[] old = slots;
    if (slots.length >= MOST * 2) {
      slots = new Target[1 << 10];
      size = 0;
      return;
    }
    slots = new Target[old.length * 2];
    int mask = slots.length - 1;
    for (Target target : old) {
      if (target != null) {
        int slot = hash(target.text(), 0, target.text().length) & mask;
        while (slots[slot] != null) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = target;
      }
    }
  }

  private static int hash(byte[] buffer, int from, int to) {
    int hash = 1;
    for (int index = from; index < to; index++) {
      hash = 31 * hash + buffer[index];
    }
    return hash ^ hash >>> 15;
  }
}
