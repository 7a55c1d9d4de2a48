package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.graph.Edge;

/**
 * How much an edge that was never seen counts: one for being there, more for its data, times how
 * much {@linkplain EdgeHarm harm} its kind can do.
 */
public final class UnseenStrength {

  private static final double PER_E_FOLD = 0.25;

  private UnseenStrength() {}

  /** The strength of one edge in one window. */
  public static double of(Edge edge, long calls, long bytes) {
    double amount = 1 + PER_E_FOLD * (StrictMath.log1p(bytes) + StrictMath.log(Math.max(1, calls)));
    return amount * EdgeHarm.of(edge);
  }
}
