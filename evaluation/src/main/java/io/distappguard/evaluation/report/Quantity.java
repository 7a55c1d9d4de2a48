package io.distappguard.evaluation.report;

import java.util.Locale;

/** Amounts as people read them. */
public final class Quantity {

  private Quantity() {}

  /** Bytes with a decimal unit, such as {@code 1.2 MB}. */
  public static String bytes(double bytes) {
    if (bytes < 999.5) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    if (bytes < 999.5e3) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    if (bytes < 999.5e6) {
      return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** A count, such as {@code 12} or {@code 0.4}, followed by {@code calls}. */
  public static String count(double count) {
    return String.format(
        Locale.ROOT, count < 10 && count != Math.rint(count) ? "%.1f calls" : "%.0f calls", count);
  }

  /** A share of one in percent with as many digits as it needs, such as {@code 0.27 %}. */
  public static String percent(double share) {
    return String.format(
        Locale.ROOT,
        share >= 0.1 || share == 0 ? "%.0f %%" : share >= 0.001 ? "%.2f %%" : "%.4f %%",
        share * 100);
  }
}
