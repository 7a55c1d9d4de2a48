package io.distappguard.behaviour.detect;

/** How much an edge that was never seen counts: one for being there, more for its data. */
public final class UnseenStrength {

  private static final double PER_E_FOLD = 0.25;

  private UnseenStrength() {}

  /** The strength of one edge in one window. */
  public static double of(long calls, long bytes) {
    return 1 + PER_E_FOLD * (StrictMath.log1p(bytes) + StrictMath.log(Math.max(1, calls)));
  }
}
