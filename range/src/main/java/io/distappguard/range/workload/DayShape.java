package io.distappguard.range.workload;

/**
 * The course of a compressed day: a sinusoid with a second harmonic (a quiet night, a busy noon, a
 * busier evening), scaled so that it never strays further than the amplitude from one and has mean
 * one over a whole day. Immutable.
 *
 * @param daySeconds length of the compressed day in seconds
 * @param amplitude greatest distance from the mean, as a share of it, 0 to 1
 * @param startSecond the second of the day at which second 0 lies
 */
record DayShape(double daySeconds, double amplitude, double startSecond) {
  private static final double FIRST_PHASE = 0.60;
  private static final double SECOND_PHASE = 0.35;
  private static final double SECOND_WEIGHT = 0.40;
  private static final double PEAK = peak();

  DayShape {
    if (!(daySeconds > 0)) {
      throw new IllegalArgumentException("day-seconds: " + daySeconds + " (expected: > 0)");
    }
    if (!(amplitude >= 0 && amplitude <= 1)) {
      throw new IllegalArgumentException("amplitude: " + amplitude + " (expected: 0 to 1)");
    }
    if (!(startSecond >= 0 && startSecond < daySeconds)) {
      throw new IllegalArgumentException(
          "day-start: " + startSecond + " (expected: 0 to below day-seconds)");
    }
  }

  /** A day that begins with second 0. */
  DayShape(double daySeconds, double amplitude) {
    this(daySeconds, amplitude, 0);
  }

  /** The rate at this second as a multiple of the mean rate. */
  double at(double second) {
    return 1 + amplitude * harmonics((startSecond + second) / daySeconds) / PEAK;
  }

  private static double harmonics(double day) {
    return Math.cos(2 * Math.PI * (day - FIRST_PHASE))
        + SECOND_WEIGHT * Math.cos(4 * Math.PI * (day - SECOND_PHASE));
  }

  private static double peak() {
    double peak = 0;
    for (int step = 0; step < 100_000; step++) {
      peak = Math.max(peak, Math.abs(harmonics(step / 100_000.0)));
    }
    // a hair more than the greatest value on the grid, so that the bound holds between its points
    return peak * (1 + 1e-6);
  }
}
