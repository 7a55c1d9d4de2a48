package io.distappguard.behaviour.feature;

/**
 * A window as a vector of amounts, calls or bytes. Where containers start or stop, or their number
 * is not the usual one, a value is only known to lie between two bounds; else both are equal. The
 * arrays are given away.
 *
 * @param lower {@code [features]}
 * @param upper {@code [features]}
 * @param relaxed {@code [features]} where anything between nothing and what was ever seen is
 *     plausible: connections to containers that come or go, rare edges while something changes
 * @param single {@code [features]} the most that a single instance did
 * @param mean {@code [features]} what the instances that took part did on average
 * @param unseen edges outside of the vocabulary, in {@link Unseen#carrier} order
 */
public record FeatureWindow(
    long startMillis,
    long endMillis,
    double coverage,
    boolean changing,
    float[] lower,
    float[] upper,
    boolean[] relaxed,
    float[] single,
    float[] mean,
    Unseen[] unseen) {

  /** What a carrier did on an edge that was never seen. */
  public record Unseen(int edge, int carrier, long calls, long bytes, long errors) {}

  /** Whether every value is certain. */
  public boolean exact() {
    return !changing && complete();
  }

  /** Whether the source lost nothing. */
  public boolean complete() {
    return coverage >= 1;
  }

  /** Whether the value of a feature is certain. */
  public boolean isCertain(int feature) {
    return !relaxed[feature] && lower[feature] == upper[feature];
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "FeatureWindow[" + startMillis + " to " + endMillis + "]";
  }
}
