package io.distappguard.behaviour.feature;

import java.util.Arrays;
import java.util.List;

/**
 * Robust scale of each feature, and what was usual, from training windows alone. All in units of
 * log1p. Immutable; the arrays are shared and nobody may change them.
 *
 * @param median {@code [features]}
 * @param scale {@code [features]}, positive
 * @param usualLow {@code [features]} the 0.1 % quantile
 * @param usualHigh {@code [features]} the 99.9 % quantile
 * @param maximum {@code [features]} the largest value
 * @param singleMaximum {@code [features]} the most that a single instance ever did
 * @param clip largest scaled value, in units of the scale
 */
public record FeatureScaling(
    float[] median,
    float[] scale,
    float[] usualLow,
    float[] usualHigh,
    float[] maximum,
    float[] singleMaximum,
    float clip) {

  private static final double USUAL = 0.001;
  private static final double NORMAL_INTERQUARTILE_RANGE = 1.349;

  /** A feature's far quantiles lie at most this many scales from its median. */
  private static final double TAIL = 4;

  /** Calls that come one by one scatter like their root; log1p of them like one over it. */
  private static final double COUNTING_NOISE = 0.7;

  /**
   * Fits the scales.
   *
   * @param windows from training; their upper bounds are taken
   * @param floor smallest scale
   */
  public static FeatureScaling fit(
      FeatureLayout layout, List<FeatureWindow> windows, double floor, double clip) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("windows: none (expected: at least one)");
    }
    int size = layout.size();
    FeatureScaling scaling =
        new FeatureScaling(
            new float[size],
            new float[size],
            new float[size],
            new float[size],
            new float[size],
            new float[size],
            (float) clip);
    float[] values = new float[windows.size()];
    float callsMedian = 0;
    for (int feature = 0; feature < size; feature++) {
      float single = 0;
      for (int row = 0; row < values.length; row++) {
        values[row] = windows.get(row).upper()[feature];
        single = Math.max(single, windows.get(row).single()[feature]);
      }
      Arrays.sort(values);
      float median = quantile(values, 0.5);
      if (layout.features().get(feature).quantity() == Quantity.CALLS) {
        callsMedian = median;
      }
      float low = quantile(values, USUAL);
      float high = quantile(values, 1 - USUAL);
      double spread =
          (quantile(values, 0.75) - quantile(values, 0.25)) / NORMAL_INTERQUARTILE_RANGE;
      double tail = Math.max(high - median, median - low) / TAIL;
      double counting = COUNTING_NOISE / Math.sqrt(1 + StrictMath.expm1(callsMedian));
      scaling.median[feature] = median;
      scaling.scale[feature] = (float) Math.max(Math.max(spread, tail), Math.max(counting, floor));
      scaling.usualLow[feature] = low;
      scaling.usualHigh[feature] = high;
      scaling.maximum[feature] = values[values.length - 1];
      scaling.singleMaximum[feature] = single;
    }
    return scaling;
  }

  public int size() {
    return median.length;
  }

  /** A value in units of the scale, clipped. */
  public float scaled(int feature, float value) {
    return Math.clamp((value - median[feature]) / scale[feature], -clip, clip);
  }

  /** The amount in bytes or calls that a scaled value stands for. */
  public double amount(int feature, float scaled) {
    return Math.max(0, StrictMath.expm1(median[feature] + scaled * scale[feature]));
  }

  /** Linear interpolation between order statistics, as NumPy's default. */
  private static float quantile(float[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return (float) (sorted[below] + (position - below) * (sorted[above] - sorted[below]));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureScaling that
        && Arrays.equals(median, that.median)
        && Arrays.equals(scale, that.scale)
        && Arrays.equals(usualLow, that.usualLow)
        && Arrays.equals(usualHigh, that.usualHigh)
        && Arrays.equals(maximum, that.maximum)
        && Arrays.equals(singleMaximum, that.singleMaximum)
        && clip == that.clip;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(median) + Arrays.hashCode(scale);
  }

  @Override
  public String toString() {
    return "FeatureScaling[" + size() + " features]";
  }
}
