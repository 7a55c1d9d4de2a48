package io.distappguard.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reader could not take in: equal reasons are counted once, with the place of the first. The
 * reasons are a small fixed set of texts, so memory stays bounded however broken an input is. Not
 * thread-safe.
 */
public final class Rejections {

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long total;

  /**
   * One event was refused.
   *
   * @param reason short and stable: no part of the input
   * @param position where it stands, as {@code file:line}
   */
  public void add(String reason, String position) {
    count(reason, position, 1);
  }

  /** {@code count} more events were refused for this reason, the first of them at this position. */
  public void count(String reason, String position, long count) {
    if (count < 1) {
      throw new IllegalArgumentException("count: " + count + " (expected: >= 1)");
    }
    entries.merge(
        reason,
        new Entry(reason, count, position),
        (known, more) -> new Entry(reason, known.count() + count, known.firstPosition()));
    total += count;
  }

  /** Takes over what another reader counted. */
  public void addAll(Rejections other) {
    for (Entry entry : other.entries()) {
      count(entry.reason(), entry.firstPosition(), entry.count());
    }
  }

  /** Whether this reason is known already, so that its position need not be worked out again. */
  public boolean knows(String reason) {
    return entries.containsKey(reason);
  }

  /** Events refused, over all reasons. */
  public long total() {
    return total;
  }

  /** Events refused for this reason. */
  public long count(String reason) {
    Entry entry = entries.get(reason);
    return entry == null ? 0 : entry.count();
  }

  /** The reasons in the order they were first met. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /**
   * One reason.
   *
   * @param reason why
   * @param count how often
   * @param firstPosition where first, as {@code file:line}
   */
  public record Entry(String reason, long count, String firstPosition) {}
}
