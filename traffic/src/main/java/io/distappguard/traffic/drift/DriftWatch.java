package io.distappguard.traffic.drift;

import org.jspecify.annotations.Nullable;

/**
 * Watches one cluster for drift: holds the residuals of the last windows without an alarm against
 * those of validation by the two-sample Kolmogorov-Smirnov test (Smirnov, Annals of Mathematical
 * Statistics 1948). Not thread-safe.
 *
 * <p>Neighbouring windows resemble each other, which the test does not know: the windows are taken
 * as {@link #WINDOWS_A_SAMPLE} times fewer than they are. Drift is told once, and again only after
 * the residuals were as usual in between.
 */
public final class DriftWatch {

  /** Windows compared: an hour of windows of five seconds. */
  static final int WINDOWS = 720;

  /** Windows that count as one independent one. */
  static final int WINDOWS_A_SAMPLE = 4;

  /** Probability below which drift is told. */
  static final double PROBABILITY = 1e-4;

  /** A shift smaller than this is of no use to anybody, however certain. */
  static final double LEAST_DISTANCE = 0.3;

  private final String cluster;
  private final ResidualReference reference;
  private final double[] residuals = new double[WINDOWS];
  private final long[] starts = new long[WINDOWS];
  private int seen;
  private boolean told;

  /** A watch that has seen nothing. */
  public DriftWatch(String cluster, ResidualReference reference) {
    this.cluster = cluster;
    this.reference = reference;
  }

  /**
   * Adds a window that raised no alarm.
   *
   * @param residual mean standardised residual of calls
   * @return drift, the first time it is certain
   */
  public @Nullable Drift add(long startMillis, long endMillis, double residual) {
    int place = seen % WINDOWS;
    residuals[place] = residual;
    starts[place] = startMillis;
    seen++;
    // Once per quarter of the windows: the test costs a sort.
    if (seen < WINDOWS || seen % (WINDOWS / 4) != 0 || reference.sorted().length == 0) {
      return null;
    }
    double distance = reference.distance(residuals);
    double probability = probability(distance);
    if (probability >= PROBABILITY || distance < LEAST_DISTANCE) {
      told = false;
      return null;
    }
    if (told) {
      return null;
    }
    told = true;
    double sum = 0;
    for (double value : residuals) {
      sum += value;
    }
    return new Drift(
        cluster, starts[seen % WINDOWS], endMillis, distance, probability, sum / WINDOWS);
  }

  /**
   * Upper bound of the probability of a distance this large under no change: twice the first term
   * of Kolmogorov's series.
   */
  private double probability(double distance) {
    double mine = Math.max(1, reference.sorted().length / (double) WINDOWS_A_SAMPLE);
    double theirs = WINDOWS / (double) WINDOWS_A_SAMPLE;
    double samples = mine * theirs / (mine + theirs);
    return Math.min(1, 2 * Math.exp(-2 * samples * distance * distance));
  }
}
