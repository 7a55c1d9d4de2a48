package io.distappguard.traffic.score;

import io.distappguard.traffic.series.SeriesScaling;

/**
 * How unusual a number of rare, or of novel, chains in a window is. Only more than usual counts.
 *
 * @param usual Anscombe transform of the benign mean
 * @param tail of what is above it
 */
public record CountTail(double usual, TailStrength tail) {

  /** Standard deviations of a Poisson count that chance alone goes beyond in a tenth of windows. */
  private static final double LEAST_KNEE = 1.3;

  /** Learns it from benign counts a window. */
  public static CountTail fit(int[] benign) {
    double sum = 0;
    for (int count : benign) {
      sum += count;
    }
    double usual = SeriesScaling.anscombe(benign.length == 0 ? 0 : sum / benign.length);
    double[] above = new double[Math.max(1, benign.length)];
    for (int index = 0; index < benign.length; index++) {
      above[index] = Math.max(0, SeriesScaling.anscombe(benign[index]) - usual);
    }
    return new CountTail(usual, TailStrength.fit(above, LEAST_KNEE));
  }

  /** {@code -log10} of the benign probability of a count this large. */
  public double of(int count) {
    return tail.of(Math.max(0, SeriesScaling.anscombe(count) - usual));
  }
}
