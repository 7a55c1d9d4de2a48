package io.distappguard.traffic.score;

/**
 * Cumulative sums of standardised residuals, upward and downward (Page, Biometrika 1954): a small
 * shift that lasts adds up where no single window stands out.
 */
public final class Cusum {

  /** Half the shift, in standard deviations, that it finds soonest. */
  private static final double ALLOWANCE = 0.5;

  private double up;
  private double down;

  /**
   * Adds a window.
   *
   * @param residual in standard deviations
   * @param cap largest sum kept, so that the end of an attack is seen soon
   * @return the larger sum
   */
  public double add(double residual, double cap) {
    up = Math.min(cap, Math.max(0, up + residual - ALLOWANCE));
    down = Math.min(cap, Math.max(0, down - residual - ALLOWANCE));
    return value();
  }

  /** The larger sum. */
  public double value() {
    return Math.max(up, down);
  }

  /** Forgets all. */
  public void reset() {
    up = 0;
    down = 0;
  }
}
