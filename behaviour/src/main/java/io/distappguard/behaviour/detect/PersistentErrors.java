package io.distappguard.behaviour.detect;

import org.jspecify.annotations.Nullable;

/**
 * The signed errors of each feature averaged over the last windows. Chance errors of single windows
 * cancel, a weak change that lasts does not: against independent errors it gains the square root of
 * the number of windows. Missing windows count as without error, so a stream begins quietly. Not
 * thread-safe.
 */
public final class PersistentErrors {

  private final float[] @Nullable [] ring;
  private final float[] mean;
  private int next;
  private long lastEndMillis = Long.MIN_VALUE;

  /** An average over {@code windows} windows of {@code features} errors. */
  public PersistentErrors(int windows, int features) {
    this.ring = new float[windows][];
    this.mean = new float[features];
  }

  /**
   * Takes the errors of the next window; after a gap the average begins anew.
   *
   * @return the average, {@code [features]}; changes with the next call
   */
  public float[] add(long startMillis, long endMillis, float[] errors) {
    if (startMillis > lastEndMillis || endMillis <= lastEndMillis) {
      java.util.Arrays.fill(ring, null);
    }
    lastEndMillis = endMillis;
    ring[next] = errors.clone();
    next = (next + 1) % ring.length;
    for (int feature = 0; feature < mean.length; feature++) {
      // Summed anew: a running sum would drift, and differ from one built up after a gap.
      float sum = 0;
      for (float[] past : ring) {
        sum += past == null ? 0 : past[feature];
      }
      mean[feature] = sum / ring.length;
    }
    return mean;
  }
}
