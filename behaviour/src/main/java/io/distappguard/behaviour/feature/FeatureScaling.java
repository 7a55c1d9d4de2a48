package io.distappguard.behaviour.feature;

import java.util.Arrays;
import java.util.List;

/**
 * Robust scale of each feature, and what was usual, from training windows alone. Amounts count by
 * their <i>level</i>, {@code log1p(amount / unit)}: the unit is a few calls, or the bytes of a few
 * calls, so that the chance silence of an edge with few calls is no large step (RATIONALE.md). All
 * but {@code unit} are in levels. Immutable; the arrays are shared and nobody may change them.
 *
 * @param unit {@code [features]} in calls or bytes, positive
 * @param median {@code [features]}
 * @param scale {@code [features]}, positive
 * @param usualLow {@code [features]} the 0.1 % quantile
 * @param usualHigh {@code [features]} the 99.9 % quantile
 * @param maximum {@code [features]} the largest level, in windows with changes too
 * @param singleMaximum {@code [features]} the most that a single instance ever did
 * @param clip largest scaled value, in units of the scale
 */
public record FeatureScaling(
    float[] unit,
    float[] median,
    float[] scale,
    float[] usualLow,
    float[] usualHigh,
    float[] maximum,
    float[] singleMaximum,
    float clip) {

  private static final double USUAL = 0.001;
  private static final double SMALLEST_CERTAIN_SHARE = 0.2;
  private static final double NORMAL_INTERQUARTILE_RANGE = 1.349;

  /** A feature's far quantiles lie at most this many scales from its median. */
  private static final double TAIL = 4;

  /** Calls in a unit. */
  private static final double CALLS_IN_UNIT = 3;

  /** Bytes of a call where none was seen. */
  private static final double DEFAULT_CALL_BYTES = 1_000;

  /**
   * Fits the scales.
   *
   * @param windows from training; the medians and scales of a feature come from those in which it
   *     is certain, and nothing from those in which events of its containers were lost
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
            new float[size],
            (float) clip);
    double callsOfPlace = 0;
    double medianCalls = 0;
    for (int feature = 0; feature < size; feature++) {
      float[] amounts = certainAmounts(windows, feature);
      double sum = 0;
      for (float amount : amounts) {
        sum += amount;
      }
      boolean ofCalls = layout.features().get(feature).quantity() == Quantity.CALLS;
      callsOfPlace = ofCalls ? sum : callsOfPlace;
      double perCall = ofCalls ? 1 : sum > 0 ? sum / Math.max(1, callsOfPlace) : DEFAULT_CALL_BYTES;
      scaling.unit[feature] = (float) (CALLS_IN_UNIT * perCall);
      float[] levels = new float[amounts.length];
      for (int row = 0; row < levels.length; row++) {
        levels[row] = scaling.level(feature, amounts[row]);
      }
      Arrays.sort(levels);
      float median = quantile(levels, 0.5);
      medianCalls = ofCalls ? CALLS_IN_UNIT * StrictMath.expm1(median) : medianCalls;
      scaling.fit(feature, levels, Math.max(floor, countingNoise(medianCalls)));
      for (FeatureWindow window : windows) {
        if (!window.losing()[feature]) {
          scaling.maximum[feature] =
              Math.max(scaling.maximum[feature], scaling.level(feature, window.upper()[feature]));
          scaling.singleMaximum[feature] =
              Math.max(
                  scaling.singleMaximum[feature], scaling.level(feature, window.single()[feature]));
        }
      }
    }
    return scaling;
  }

  /**
   * The amounts of the windows in which the feature is certain; if those are too few, of all in
   * which nothing was lost.
   */
  private static float[] certainAmounts(List<FeatureWindow> windows, int feature) {
    float[] amounts = new float[windows.size()];
    int certain = 0;
    for (FeatureWindow window : windows) {
      if (window.isCertain(feature)) {
        amounts[certain++] = window.upper()[feature];
      }
    }
    if (certain >= SMALLEST_CERTAIN_SHARE * windows.size()) {
      return Arrays.copyOf(amounts, certain);
    }
    int whole = 0;
    for (FeatureWindow window : windows) {
      if (!window.losing()[feature]) {
        amounts[whole++] = window.upper()[feature];
      }
    }
    return Arrays.copyOf(amounts, Math.max(1, whole));
  }

  private void fit(int feature, float[] sorted, double floor) {
    float middle = quantile(sorted, 0.5);
    float low = quantile(sorted, USUAL);
    float high = quantile(sorted, 1 - USUAL);
    double spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / NORMAL_INTERQUARTILE_RANGE;
    double tail = Math.max(high - middle, middle - low) / TAIL;
    median[feature] = middle;
    scale[feature] = (float) Math.max(Math.max(spread, tail), floor);
    usualLow[feature] = low;
    usualHigh[feature] = high;
    maximum[feature] = sorted[sorted.length - 1];
  }

  /** Scatter of the level of calls that come independently (Poisson), with this median. */
  private static double countingNoise(double calls) {
    return Math.sqrt(calls + 0.5) / (calls + CALLS_IN_UNIT);
  }

  /** The level of an amount. */
  public float level(int feature, double amount) {
    return (float) StrictMath.log1p(amount / unit[feature]);
  }

  public int size() {
    return median.length;
  }

  /** An amount as distance of its level from the median, in units of the scale, clipped. */
  public float scaled(int feature, double amount) {
    return Math.clamp((level(feature, amount) - median[feature]) / scale[feature], -clip, clip);
  }

  /** The amount in calls or bytes that a scaled value stands for. */
  public double amountOf(int feature, float scaled) {
    return amountAt(feature, median[feature] + scaled * scale[feature]);
  }

  /** The amount in calls or bytes at a level. */
  public double amountAt(int feature, float level) {
    return Math.max(0, unit[feature] * StrictMath.expm1(level));
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
        && Arrays.equals(unit, that.unit)
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
