package io.distappguard.traffic.series;

import java.util.Arrays;
import java.util.List;

/**
 * Turns the counts of a cluster's window into the features that are forecast, and back.
 *
 * <p>Three features a node: calls by the Anscombe transform {@code 2 sqrt(x + 3/8)} (Anscombe,
 * Biometrika 1948), which gives a Poisson count unit variance; share of failed calls, drawn to the
 * usual share where calls are few; mean of log latency. Each is centred on its training median and
 * divided by its robust scale, never below the noise it has by nature.
 *
 * @param medians {@code [nodes][FEATURES]}, in units before scaling
 * @param scales likewise, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // large, and written once
public record SeriesScaling(float[][] medians, float[][] scales) {

  /** Features a node. */
  public static final int FEATURES = 3;

  public static final int CALLS = 0;
  public static final int ERRORS = 1;
  public static final int LATENCY = 2;

  /** Calls that the usual share of failures weighs as much as. */
  private static final double PRIOR_CALLS = 5;

  private static final double[] LEAST_SCALE = {1, 0.1, 0.25};
  private static final double DEVIATIONS_PER_MAD = 1.4826;
  private static final double DEVIATIONS_PER_RANGE = 0.7413;

  /** Learns medians and scales from training windows of one cluster. */
  public static SeriesScaling fit(List<ClusterWindow> windows, int nodes) {
    float[][] medians = new float[nodes][FEATURES];
    float[][] scales = new float[nodes][FEATURES];
    for (int node = 0; node < nodes; node++) {
      long calls = 0;
      long failed = 0;
      for (ClusterWindow window : windows) {
        calls += window.calls(node);
        failed += window.failed(node);
      }
      // The share's median is its mean: with few calls a window it is 0 nearly always.
      medians[node][ERRORS] = calls == 0 ? 0 : (float) ((double) failed / calls);
      for (int feature = 0; feature < FEATURES; feature++) {
        double[] column = column(windows, node, feature, medians[node][ERRORS]);
        if (feature != ERRORS) {
          medians[node][feature] = column.length == 0 ? 0 : (float) quantile(column, 0.5);
        }
        scales[node][feature] = (float) Math.max(LEAST_SCALE[feature], spread(column));
      }
    }
    return new SeriesScaling(medians, scales);
  }

  /** Operations of the cluster. */
  public int nodes() {
    return medians.length;
  }

  /** Features of a window, scaled, {@code [nodes * FEATURES]}, node by node. */
  public float[] scaled(ClusterWindow window) {
    float[] values = new float[nodes() * FEATURES];
    for (int node = 0; node < nodes(); node++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        double value = raw(window, node, feature, medians[node][ERRORS]);
        values[node * FEATURES + feature] = Double.isNaN(value) ? 0 : scaled(value, node, feature);
      }
    }
    return values;
  }

  /** A scaled feature in its units before scaling. */
  public double unscaled(double value, int node, int feature) {
    return value * scales[node][feature] + medians[node][feature];
  }

  /**
   * Scaled features, none of them beyond what can be: fewer than no calls, a share below 0 or above
   * 1. Changes and returns the array.
   */
  public float[] possible(float[] values) {
    for (int node = 0; node < nodes(); node++) {
      int calls = node * FEATURES + CALLS;
      values[calls] = Math.max(values[calls], scaled(anscombe(0), node, CALLS));
      int errors = node * FEATURES + ERRORS;
      values[errors] = Math.clamp(values[errors], scaled(0, node, ERRORS), scaled(1, node, ERRORS));
    }
    return values;
  }

  private float scaled(double value, int node, int feature) {
    return (float) ((value - medians[node][feature]) / scales[node][feature]);
  }

  /** The count whose Anscombe transform this is, at least 0. */
  public static double callsOf(double anscombe) {
    double half = Math.max(0, anscombe) / 2;
    return Math.max(0, half * half - 3.0 / 8);
  }

  /** The Anscombe transform of a count. */
  public static double anscombe(double count) {
    return 2 * Math.sqrt(count + 3.0 / 8);
  }

  private static double raw(ClusterWindow window, int node, int feature, double usualShare) {
    return switch (feature) {
      case CALLS -> anscombe(window.calls(node));
      case ERRORS ->
          (window.failed(node) + PRIOR_CALLS * usualShare) / (window.calls(node) + PRIOR_CALLS);
      default -> window.logMicros(node);
    };
  }

  private static double[] column(
      List<ClusterWindow> windows, int node, int feature, double usualShare) {
    double[] column = new double[windows.size()];
    int length = 0;
    for (ClusterWindow window : windows) {
      double value = raw(window, node, feature, usualShare);
      if (!Double.isNaN(value)) {
        column[length++] = value;
      }
    }
    column = Arrays.copyOf(column, length);
    Arrays.sort(column);
    return column;
  }

  /** The larger of the median absolute deviation and the interquartile range. */
  private static double spread(double[] sorted) {
    if (sorted.length == 0) {
      return 0;
    }
    double median = quantile(sorted, 0.5);
    double[] deviations = new double[sorted.length];
    for (int index = 0; index < sorted.length; index++) {
      deviations[index] = Math.abs(sorted[index] - median);
    }
    Arrays.sort(deviations);
    return Math.max(
        DEVIATIONS_PER_MAD * quantile(deviations, 0.5),
        DEVIATIONS_PER_RANGE * (quantile(sorted, 0.75) - quantile(sorted, 0.25)));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
