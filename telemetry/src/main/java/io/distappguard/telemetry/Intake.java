package io.distappguard.telemetry;

/**
 * What one reading took in. The identity {@code received = accepted + rejected} holds at every
 * moment, because nothing counts as received but by being accepted or rejected. Not thread-safe.
 */
public final class Intake {

  private final Rejections rejections = new Rejections();
  private long accepted;

  /** One event was understood. */
  public void accept() {
    accepted++;
  }

  /** {@code count} events were understood. */
  public void accept(long count) {
    accepted += count;
  }

  /** One event was refused; see {@link Rejections#add}. */
  public void reject(String reason, String position) {
    rejections.add(reason, position);
  }

  /** Takes over what another reader counted. */
  public void addAll(Intake other) {
    accepted += other.accepted;
    rejections.addAll(other.rejections);
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

  /** Why events were refused, and where first. */
  public Rejections rejections() {
    return rejections;
  }
}
