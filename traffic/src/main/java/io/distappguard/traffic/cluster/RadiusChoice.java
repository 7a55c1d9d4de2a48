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
 * it occurs itself.
 *
 * <p>Source: the curve, M. Ester, H.-P. Kriegel, J. Sander, X. Xu, KDD 1996, section 4.2; the knee
 * as the point farthest from the chord, V. Satopää, J. Albrecht, D. Irwin, B. Raghavan, Finding a
 * "kneedle" in a haystack, ICDCS workshops 2011.
 */
final class RadiusChoice {

  /** From ½ on, chains without any common edge could be neighbours. */
  static final double LARGEST = 0.45;

  /** A chain of five calls and the same with one call more or less are neighbours at least. */
  static final double SMALLEST = 0.2;

  /** Pairs of chains measured: chains for the curve are taken evenly, where there are too many. */
  private static final int MOST_PAIRS = 4_000_000;

  private static final int LEAST_POINTS = 200;

  private RadiusChoice() {}

  /** The radius for chains that occurred so often. */
  static double of(List<Chain> chains, double[] weights, double minimumWeight) {
    double[] curve = curve(chains, weights, minimumWeight);
    double radius = curve.length == 0 ? LARGEST : curve[knee(curve)];
    return Math.min(LARGEST, Math.max(SMALLEST, radius));
  }

  /** The sorted k-distances. */
  static double[] curve(List<Chain> chains, double[] weights, double minimumWeight) {
    ChainIndex index = new ChainIndex(chains, 1);
    int size = chains.size();
    int[] found = new int[size];
    int points = Math.min(size, Math.max(LEAST_POINTS, MOST_PAIRS / Math.max(1, size)));
    double[] curve = new double[points];
    for (int i = 0; i < points; i++) {
      int point = (int) ((long) i * size / points);
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
    return 1;
  }

  /**
   * The point of a rising curve that is farthest below the line from its first to its last; the
   * first where it does not bend that way.
   */
  static int knee(double[] curve) {
    int last = curve.length - 1;
    double rise = curve[last] - curve[0];
    int knee = 0;
    double farthest = 0;
    for (int i = 0; rise > 0 && i <= last; i++) {
      double below = (double) i / last - (curve[i] - curve[0]) / rise;
      if (below > farthest) {
        farthest = below;
        knee = i;
      }
    }
    return knee;
  }
}
