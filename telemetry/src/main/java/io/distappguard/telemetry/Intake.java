package io.distappguard.telemetry;

import java.util.List;
import java.util.TreeMap;

/**
 * What one reading took in. The identity {@code received = accepted + rejected} holds at every
 * moment, because nothing counts as received but by being accepted or rejected. Not thread-safe.
 */
public final class Intake {

  private final Rejections rejections = new Rejections();
  private final TreeMap<Integer, Long> skipped = new TreeMap<>();
  private long accepted;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;

  /** One event was understood. */
  public void accept() {
    accepted++;
  }

  /** {@code count} events were understood. */
  public void accept(long count) {
    accepted += count;
  }

  /** An accepted event happened at this time, in microseconds since the epoch. */
  public void sawMicros(long micros) {
    firstMicros = Math.min(firstMicros, micros);
    lastMicros = Math.max(lastMicros, micros);
  }

  /** One event was refused; see {@link Rejections#add}. */
  public void reject(String reason, String position) {
    rejections.add(reason, position);
  }

  /**
   * One event was met that the format keeps to itself: neither accepted nor refused.
   *
   * @param type the format's number for what it is
   */
  public void skip(int type) {
    skip(type, 1);
  }

  /** {@code count} events of this type were met that the format keeps to itself. */
  public void skip(int type, long count) {
    skipped.merge(type, count, Long::sum);
  }

  /** Takes over what another reader counted. */
  public void addAll(Intake other) {
    accepted += other.accepted;
    rejections.addAll(other.rejections);
    other.skipped.forEach((type, count) -> skipped.merge(type, count, Long::sum));
    firstMicros = Math.min(firstMicros, other.firstMicros);
    lastMicros = Math.max(lastMicros, other.lastMicros);
  }

  /** Events met: {@link #accepted} and {@link #rejected} together. */
  public long received() {
    return accepted + rejections.total();
  }

  /** Events understood. */
  public long accepted() {
    return accepted;
  }

  /** Events refused. */
  public long rejected() {
    return rejections.total();
  }

  /**
   * Time from the first to the last accepted event in seconds; 0 where fewer than two were seen.
   */
  public double durationSeconds() {
    return lastMicros <= firstMicros ? 0 : (lastMicros - firstMicros) / 1e6;
  }

  /** Why events were refused, and where first. */
  public Rejections rejections() {
    return rejections;
  }

  /** Events that the format keeps to itself, by type, in order. */
  public List<Skipped> skipped() {
    return skipped.entrySet().stream()
        .map(entry -> new Skipped(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Events of one type that the format keeps to itself.
   *
   * @param type the format's number for it
   */
  public record Skipped(int type, long count) {}
}
