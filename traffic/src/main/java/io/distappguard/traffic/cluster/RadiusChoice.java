package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses DBSCAN's radius ε at the knee of the sorted k-distance curve: where chains stop being
 * variants of each other and start being something else.
 *
 * <p>The k-distance of a chain is the least radius within which <em>other</em> chains occurred at
 * least the minimum number of times: how far it is from the next established pattern, however often
 * it occurs itself. Distances beyond {@link #LARGEST} count as that.
 *
 * <p>Source: the curve, M. Ester, H.-P. Kriegel, J. Sander, X. Xu, KDD 1996, section 4.2; the knee
 * as the point farthest from the chord, V. Satopää, J. Albrecht, D. Irwin, B. Raghavan, Finding a
 * "kneedle" in a haystack, ICDCS workshops 2011.
 */
final class RadiusChoice {

  /** From ½ on chains without any common edge are neighbours. */
  static final double LARGEST = 0.45;

  /** Below it, hardly any chain that was not seen in training would ever join a cluster. */
  static final double SMALLEST = 0.1;

  /** Where no chain has another one near, so that there is no knee. */
  static final double WITHOUT_KNEE = 0.25;

  /** Chains of which the curve is made: evenly taken, where there are more. */
  private static final int MOST_POINTS = 2_000;

  private RadiusChoice() {}

  /** The radius for chains that occurred so often. */
  static double of(List<Chain> chains, double[] weights, double minimumWeight) {
    double[] curve = curve(chains, weights, minimumWeight);
    int near = 0;
    while (near < curve.length && curve[near] < LARGEST) {
      near++;
    }
    if (near == 0) {
      return WITHOUT_KNEE;
    }
    double radius = curve[near == curve.length ? near - 1 : knee(curve)];
    return Math.min(LARGEST, Math.max(SMALLEST, radius));
  }

  /** The sorted k-distances. */
  static double[] curve(List<Chain> chains, double[] weights, double minimumWeight) {
    ChainIndex index = new ChainIndex(chains, LARGEST);
    int[] found = new int[chains.size()];
    int points = Math.min(MOST_POINTS, chains.size());
    double[] curve = new double[points];
    for (int i = 0; i < points; i++) {
      int point = (int) ((long) i * chains.size() / points);
      int count = index.of(point, found);
      curve[i] = kDistance(index, point, found, count, weights, minimumWeight);
    }
    Arrays.sort(curve);
    return curve;
  }

  private static double kDistance(
      ChainIndex index, int point, int[] found, int count, double[] weights, double minimumWeight) {
    long[] byDistance = new long[count];
    for (int i = 0; i < count; i++) {
      // positive doubles sort like their bits; the float keeps room for the position
      byDistance[i] = (long) Float.floatToIntBits((float) index.distance(i)) << 32 | i;
    }
    Arrays.sort(byDistance);
    double weight = 0;
    for (long entry : byDistance) {
      int i = (int) entry;
      if (found[i] != point) {
        weight += weights[found[i]];
        if (weight >= minimumWeight) {
          return index.distance(i);
        }
      }
    }
    return LARGEST;
  }

  /** The point of a rising curve that is farthest below the line from its first to its last. */
  static int knee(double[] curve) {
    int last = curve.length - 1;
    double rise = curve[last] - curve[0];
    int knee = last;
    double farthest = 0;
    for (int i = 0; i <= last; i++) {
      double below = (double) i / last - (curve[i] - curve[0]) / rise;
      if (below > farthest) {
        farthest = below;
        knee = i;
      }
    }
    return knee;
  }
}
