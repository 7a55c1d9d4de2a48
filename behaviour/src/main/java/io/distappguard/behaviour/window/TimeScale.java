package io.distappguard.behaviour.window;

/**
 * Length of windows and the step between their beginnings, in milliseconds. Windows begin at
 * multiples of the step since the epoch.
 */
public record TimeScale(long lengthMillis, long hopMillis) {

  /** For loud attacks. */
  public static final TimeScale SHORT = new TimeScale(5_000, 5_000);

  /** For slow ones. */
  public static final TimeScale LONG = new TimeScale(60_000, 5_000);

  public TimeScale {
    if (hopMillis < 1 || lengthMillis < hopMillis || lengthMillis % hopMillis != 0) {
      throw new IllegalArgumentException(
          "time scale: "
              + lengthMillis
              + " ms by "
              + hopMillis
              + " ms (expected: length a multiple of the step)");
    }
  }

  /** How many steps long a window is. */
  public int hops() {
    return Math.toIntExact(lengthMillis / hopMillis);
  }

  @Override
  public String toString() {
    return lengthMillis / 1000.0 + " s every " + hopMillis / 1000.0 + " s";
  }
}
