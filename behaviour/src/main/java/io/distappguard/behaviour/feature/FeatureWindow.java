package io.distappguard.behaviour.feature;

/**
 * A window as a vector of amounts, calls or bytes. Where containers start or stop, or their number
 * is not the usual one, a value is only known to lie between two bounds; else both are equal. The
 * arrays are given away.
 *
 * @param watched share of it that lies within the recording, 0 to 1
 * @param losing {@code [features]} where events of an acting container were lost: it did at least
 *     this much, and nobody knows how much more
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
    double watched,
    boolean changing,
    boolean[] losing,
    float[] lower,
    float[] upper,
    boolean[] relaxed,
    float[] single,
    float[] mean,
    Unseen[] unseen) {

  /** What a carrier did on an edge that was never seen. */
  public record Unseen(int edge, int carrier, long calls, long bytes, long errors) {}

  /** Whether every value is what was seen. */
  public boolean exact() {
    return !changing && watched >= 1;
  }

  /** Whether there is something to learn from: all of its time, of some container at least. */
  public boolean isLearnable() {
    if (watched < 1) {
      return false;
    }
    for (boolean lost : losing) {
      if (!lost) {
        return true;
      }
    }
    return losing.length == 0;
  }

  /** Whether the value of a feature is certain. */
  public boolean isCertain(int feature) {
    return !losing[feature] && !relaxed[feature] && lower[feature] == upper[feature];
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
