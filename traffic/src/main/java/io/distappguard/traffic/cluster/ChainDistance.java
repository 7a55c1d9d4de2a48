package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import org.jspecify.annotations.Nullable;

/**
 * How different two chains are, from 0 (equal) to 1: {@code ½(1 − Jaccard of the edge multisets) +
 * ½ · Levenshtein of the sequences / longer length}. Two chains without any edge have Jaccard 1.
 *
 * <p>Symmetric, and 0 exactly for equal chains, but not a metric: with root r and children a, b, c
 * the distance of {@code r(a,b)} to {@code r(b,c)} is 2/3, by way of {@code r(a,b,c)} 7/12. So a
 * metric tree would miss neighbours; {@link ChainIndex} prunes by bounds of both halves instead.
 *
 * <p>One instance compares one chain with many. Not thread-safe.
 */
public final class ChainDistance {

  /** What {@link #within} gives for what is too far. */
  public static final double FAR = Double.POSITIVE_INFINITY;

  /** Bounds are widened by this much, so that only the exact distance decides at the edge. */
  static final double ROUNDING = 1e-9;

  private final EditDistance sequence = new EditDistance();
  private @Nullable Chain from;

  /** The distance of two chains. */
  public static double between(Chain left, Chain right) {
    ChainDistance distance = new ChainDistance();
    distance.from(left);
    return distance.within(right, 1);
  }

  /** From now on distances from this chain. */
  public void from(Chain chain) {
    from = chain;
    sequence.pattern(chain);
  }

  /** The distance to a chain if it is at most {@code radius}, else {@link #FAR}. */
  public double within(Chain other, double radius) {
    return within(other, commonEdges(first(), other), radius);
  }

  /** The same, where the number of common edges is known. */
  double within(Chain other, int commonEdges, double radius) {
    Chain first = first();
    int longer = Math.max(first.length(), other.length());
    double left = radius - distance(commonEdges, first, other, 0);
    if (left < -ROUNDING) {
      return FAR;
    }
    int limit = (int) Math.min(longer, Math.floor((left + ROUNDING) * 2 * longer));
    int edits = sequence.to(other, limit);
    if (edits > limit) {
      return FAR;
    }
    double distance = distance(commonEdges, first, other, edits);
    return distance <= radius ? distance : FAR;
  }

  private Chain first() {
    if (from == null) {
      throw new IllegalStateException("no chain to measure from (expected: from() first)");
    }
    return from;
  }

  private static double distance(int commonEdges, Chain left, Chain right, int edits) {
    int allEdges = left.edgeCount() + right.edgeCount() - commonEdges;
    double jaccard = allEdges == 0 ? 1 : (double) commonEdges / allEdges;
    return 0.5 * (1 - jaccard) + 0.5 * ((double) edits / Math.max(left.length(), right.length()));
  }

  private static int commonEdges(Chain left, Chain right) {
    int common = 0;
    int i = 0;
    int j = 0;
    while (i < left.edgeCount() && j < right.edgeCount()) {
      int order = Long.compare(left.edge(i), right.edge(j));
      common += order == 0 ? 1 : 0;
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return common;
  }
}
