package io.distappguard.learning.calibration;

import java.util.Arrays;
import java.util.Locale;

/**
 * A threshold from benign scores (docs/methods.md, calibration). A window is anomalous if its score
 * is above the threshold, not if it equals it.
 *
 * <p>The threshold is the {@code rank}-th largest of {@code windows} benign scores, so a further
 * benign score is above it with probability {@code rank / (windows + 1)}, whatever the distribution
 * of scores (the conformal argument of Vovk et al., 2005).
 *
 * @param threshold in units of the score
 * @param windows benign windows it was set on
 * @param rank which largest score it is, from 1
 */
public record Calibration(double threshold, int windows, int rank) {

  /** With fewer windows not even a rate of 5 % can be promised with 95 % confidence. */
  public static final int FEWEST_WINDOWS = 59;

  /** The rate to promise where there are windows enough. */
  public static final double TARGET_RATE = 1e-4;

  /** Confidence of every promise. */
  public static final double CONFIDENCE = 0.95;

  public Calibration {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: finite)");
    }
    if (rank < 1 || rank > windows) {
      throw new IllegalArgumentException("rank: " + rank + " (expected: 1 to " + windows + ")");
    }
  }

  /**
   * Sets the threshold for a false-alarm rate: the largest rank whose expected rate does not exceed
   * it, or the largest score where there are too few windows for that.
   *
   * @param benignScores of windows that neither training nor early stopping has seen
   * @throws TooFewWindowsException with fewer than {@link #FEWEST_WINDOWS} scores
   */
  public static Calibration of(double[] benignScores, double targetRate) {
    if (benignScores.length < FEWEST_WINDOWS) {
      throw new TooFewWindowsException(
          "calibration: "
              + benignScores.length
              + " benign windows (expected: >= "
              + FEWEST_WINDOWS
              + "; record longer, "
              + FalseAlarmRate.windowsToPromise(TARGET_RATE, CONFIDENCE)
              + " promise 0.01 % false alarms)");
    }
    if (!(targetRate > 0 && targetRate < 1)) {
      throw new IllegalArgumentException("targetRate: " + targetRate + " (expected: > 0 and < 1)");
    }
    double[] sorted = benignScores.clone();
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) (targetRate * (sorted.length + 1.0)));
    return new Calibration(sorted[sorted.length - rank], sorted.length, rank);
  }

  /** Expected share of benign windows above the threshold. */
  public double expectedRate() {
    return rank / (windows + 1.0);
  }

  /** The false-alarm rate that can be promised with {@link #CONFIDENCE}. */
  public double promisedRate() {
    return new FalseAlarmRate(rank - 1L, windows).upperBound(CONFIDENCE);
  }

  /** What is promised, and what it would take to promise the target, in words. */
  public String promise() {
    String promised =
        String.format(
            Locale.ROOT,
            "at most %s of benign windows raise a false alarm, with 95 %% confidence"
                + " (expected %s; set on %,d benign windows, taken as independent, %d above)",
            percent(promisedRate()),
            percent(expectedRate()),
            windows,
            rank - 1);
    return promisedRate() <= TARGET_RATE
        ? promised
        : promised
            + String.format(
                Locale.ROOT,
                "; to promise %s takes %,d windows and none above",
                percent(TARGET_RATE),
                FalseAlarmRate.windowsToPromise(TARGET_RATE, CONFIDENCE));
  }

  /** Two digits that count, whatever the size. */
  private static String percent(double rate) {
    double percent = 100 * rate;
    int digits = Math.max(0, 1 - (int) Math.floor(Math.log10(percent)));
    String text = String.format(Locale.ROOT, "%." + digits + "f", percent);
    return (text.contains(".") ? text.replaceAll("\\.?0+$", "") : text) + " %";
  }
}
