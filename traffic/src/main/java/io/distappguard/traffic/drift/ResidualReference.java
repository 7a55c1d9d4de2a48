package io.distappguard.traffic.drift;

import java.util.Arrays;

/**
 * How the mean residuals of calls of one cluster were distributed while benign: at most {@link
 * #MOST} of them, in rising order.
 *
 * @param sorted in standard deviations
 */
@SuppressWarnings("ArrayRecordComponent") // written once
public record ResidualReference(float[] sorted) {

  /** Enough for the distribution test; more would only make profiles large. */
  private static final int MOST = 256;

  /** Keeps evenly spaced quantiles. */
  public static ResidualReference of(double[] residuals) {
    double[] all = residuals.clone();
    Arrays.sort(all);
    int kept = Math.min(MOST, all.length);
    float[] sorted = new float[kept];
    for (int index = 0; index < kept; index++) {
      sorted[index] = (float) all[(int) ((index + 0.5) * all.length / kept)];
    }
    return new ResidualReference(sorted);
  }

  /**
   * The two-sample Kolmogorov-Smirnov statistic: the largest distance between the two empirical
   * distribution functions, 0 to 1.
   */
  public double distance(double[] others) {
    double[] other = others.clone();
    Arrays.sort(other);
    double largest = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < sorted.length && theirs < other.length) {
      double value = Math.min(sorted[mine], other[theirs]);
      while (mine < sorted.length && sorted[mine] <= value) {
        mine++;
      }
      while (theirs < other.length && other[theirs] <= value) {
        theirs++;
      }
      largest =
          Math.max(
              largest, Math.abs((double) mine / sorted.length - (double) theirs / other.length));
    }
    return largest;
  }
}
