package io.distappguard.traffic.score;

/**
 * Benign tails of a cluster's three tracks.
 *
 * @param largest of the largest standardised residual of a window
 * @param rootMeanSquare of the root mean square of them
 * @param cusum of the cumulative sum
 * @param callsDeviation usual deviation of the mean residual of calls, by which the cumulative sum
 *     is fed
 */
public record ClusterTails(
    TailStrength largest, TailStrength rootMeanSquare, TailStrength cusum, double callsDeviation) {

  /** Which of the tracks. */
  public enum Track {
    /** One operation stood out in one window. */
    LARGEST,
    /** Many operations together did. */
    ROOT_MEAN_SQUARE,
    /** A small shift lasted. */
    CUSUM
  }
}
