package io.distappguard.cli;

import java.util.Locale;

/** Amounts as people read them. */
final class Text {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Text() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 container}, {@code 2 containers}. */
  static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double scaled = bytes / 1000.0;
    int unit = 0;
    while (scaled >= 999.95 && unit < UNITS.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** A share as percent, with as many digits as it needs to be told from 0. */
  static String percent(double share) {
    double percent = share * 100;
    return percent == 0 || percent >= 1
        ? String.format(Locale.ROOT, "%.1f %%", percent)
        : String.format(Locale.ROOT, "%.2g %%", percent);
  }
}
