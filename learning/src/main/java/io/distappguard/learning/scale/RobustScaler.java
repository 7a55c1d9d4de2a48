package io.distappguard.learning.scale;

import io.distappguard.learning.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns amounts (bytes, calls) into distances from usual: {@code (log1p(x) - median) / scale},
 * clipped. Immutable and thread-safe; the result is the same on every machine.
 *
 * <p>The scale is the larger of the median absolute deviation and the interquartile range, both in
 * units of a normal distribution's standard deviation (Rousseeuw and Croux, JASA 1993), and not
 * below a floor: most edges are silent in most windows and would have none.
 */
public final class RobustScaler {

  /** In units of log1p: a change by a factor of e^0.25 = 1.28 is one step at least. */
  public static final float DEFAULT_FLOOR = 0.25f;

  /** Steps beyond which a value is not told from a larger one. */
  public static final float DEFAULT_CLIP = 8f;

  private static final double DEVIATIONS_PER_MAD = 1.4826;
  private static final double DEVIATIONS_PER_RANGE = 0.7413;

  private final float[] medians;
  private final float[] scales;
  private final float clip;

  private RobustScaler(float[] medians, float[] scales, float clip) {
    this.medians = medians;
    this.scales = scales;
    this.clip = clip;
  }

  /**
   * Learns medians and scales.
   *
   * @param windows training windows only, amounts {@code >= 0}, each {@code [features]}
   * @param floor smallest scale, in units of log1p, above 0
   * @param clip largest distance, above 0
   */
  public static RobustScaler fit(float[][] windows, float floor, float clip) {
    if (windows.length == 0) {
      throw new IllegalArgumentException("windows: none (expected: at least one)");
    }
    requirePositive("floor", floor);
    requirePositive("clip", clip);
    int features = windows[0].length;
    float[] medians = new float[features];
    float[] scales = new float[features];
    double[] column = new double[windows.length];
    for (int feature = 0; feature < features; feature++) {
      for (int row = 0; row < windows.length; row++) {
        column[row] = StrictMath.log1p(amount(windows, row, feature));
      }
      Arrays.sort(column);
      double median = quantile(column, 0.5);
      double range = quantile(column, 0.75) - quantile(column, 0.25);
      for (int row = 0; row < column.length; row++) {
        column[row] = Math.abs(column[row] - median);
      }
      Arrays.sort(column);
      double deviation = quantile(column, 0.5);
      medians[feature] = (float) median;
      scales[feature] =
          (float)
              Math.max(
                  floor, Math.max(DEVIATIONS_PER_MAD * deviation, DEVIATIONS_PER_RANGE * range));
    }
    return new RobustScaler(medians, scales, clip);
  }

  /**
   * A scaler from what {@link #tensors()} gave.
   *
   * @throws IllegalArgumentException if a tensor is missing, of another length or out of range
   */
  public static RobustScaler fromTensors(Map<String, Tensor> tensors) {
    float[] medians = vector(tensors, "median");
    float[] scales = vector(tensors, "scale");
    float[] clip = vector(tensors, "clip");
    if (scales.length != medians.length || clip.length != 1) {
      throw new IllegalArgumentException(
          "tensor scale: " + scales.length + " numbers (expected: " + medians.length + ")");
    }
    requirePositive("tensor clip", clip[0]);
    for (int feature = 0; feature < scales.length; feature++) {
      requirePositive("tensor scale[" + feature + "]", scales[feature]);
      if (!Float.isFinite(medians[feature])) {
        throw new IllegalArgumentException(
            "tensor median[" + feature + "]: " + medians[feature] + " (expected: finite)");
      }
    }
    return new RobustScaler(medians, scales, clip[0]);
  }

  /** What was learned, by name. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put("median", Tensor.vector(medians.clone()));
    tensors.put("scale", Tensor.vector(scales.clone()));
    tensors.put("clip", Tensor.vector(new float[] {clip}));
    return tensors;
  }

  public int features() {
    return medians.length;
  }

  /** Scales a window without allocating; {@code scaled} may be the window itself. */
  public void transform(float[] window, float[] scaled) {
    if (window.length != medians.length) {
      throw new IllegalArgumentException(
          "window: " + window.length + " features (expected: " + medians.length + ")");
    }
    for (int feature = 0; feature < window.length; feature++) {
      scaled[feature] = transform(feature, window[feature]);
    }
  }

  /** Distance of one amount from usual, between minus and plus the clip. */
  public float transform(int feature, float amount) {
    float distance = ((float) StrictMath.log1p(amount) - medians[feature]) / scales[feature];
    return Math.clamp(distance, -clip, clip);
  }

  /** The amount at a distance from usual, the inverse of {@link #transform(int, float)}; >= 0. */
  public float amount(int feature, float distance) {
    return (float) Math.max(0, StrictMath.expm1(medians[feature] + distance * scales[feature]));
  }

  /** A quantile of sorted values, interpolated between the two nearest. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static float amount(float[][] windows, int row, int feature) {
    float amount = windows[row][feature];
    if (!(amount >= 0) || amount == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "windows[" + row + "][" + feature + "]: " + amount + " (expected: finite and >= 0)");
    }
    return amount;
  }

  private static float[] vector(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.shape().size() != 1) {
      throw new IllegalArgumentException("tensor " + name + ": missing or not a vector");
    }
    return tensor.values().clone();
  }

  private static void requirePositive(String name, float value) {
    if (!(value > 0) || value == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: finite and > 0)");
    }
  }
}
