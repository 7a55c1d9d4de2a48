package io.distappguard.traffic.score;

import java.util.Arrays;

/**
 * How far out in its benign distribution a score is: {@code -log10} of the probability that a
 * benign score is as large, so that scores of different clusters and kinds are comparable.
 *
 * <p>Below the knee (the benign 90 % quantile) the probability falls from 1 to 0.1 on a straight
 * line of logarithms: only the order matters there. Above it an exponential tail is fitted to the
 * excesses, the generalised Pareto distribution with shape 0 (Pickands, Annals of Statistics 1975):
 * an extrapolation, which is why the threshold is not set on it but on other benign windows.
 *
 * @param knee above 0
 * @param meanExcess of benign scores beyond the knee, above 0
 */
public record TailStrength(double knee, double meanExcess) {

  private static final double KNEE_SHARE = 0.9;

  public TailStrength {
    if (!(knee > 0) || !(meanExcess > 0)) {
      throw new IllegalArgumentException(
          "knee: " + knee + ", meanExcess: " + meanExcess + " (expected: > 0)");
    }
  }

  /**
   * Fits it.
   *
   * @param benign scores, at least 0, at least one
   * @param least smallest knee and, a quarter of it, smallest mean excess: what chance alone does
   */
  public static TailStrength fit(double[] benign, double least) {
    if (benign.length == 0) {
      throw new IllegalArgumentException("benign: no scores (expected: at least one)");
    }
    double[] sorted = benign.clone();
    Arrays.sort(sorted);
    double knee = Math.max(least, sorted[(int) (KNEE_SHARE * (sorted.length - 1))]);
    double excess = 0;
    int beyond = 0;
    for (int index = sorted.length - 1; index >= 0 && sorted[index] > knee; index--) {
      excess += sorted[index] - knee;
      beyond++;
    }
    double mean = beyond == 0 ? 0 : excess / beyond;
    return new TailStrength(knee, Math.max(least / 4, mean));
  }

  /** {@code -log10} of the probability of a benign score this large; 0 at 0, 1 at the knee. */
  public double of(double score) {
    return score <= knee
        ? Math.max(0, score) / knee
        : 1 + (score - knee) / (meanExcess * Math.log(10));
  }

  /** The score with this strength. */
  public double scoreOf(double strength) {
    return strength <= 1 ? strength * knee : knee + (strength - 1) * meanExcess * Math.log(10);
  }
}
