package io.distappguard.traffic.series;

import org.jspecify.annotations.Nullable;

/**
 * External features of a window: sine and cosine of the day, twice as fast too, and of the week,
 * and whether a declared deploy is near. Load and replicas are left out on purpose: an attacker
 * drives them, and they would explain the attack away.
 */
public final class ExternalFeatures {

  /** How many there are. */
  public static final int COUNT = 7;

  private ExternalFeatures() {}

  /**
   * The features of a window, each -1 to 1, {@code [COUNT]}.
   *
   * @param calendar null where nobody says what a day is: its features are 0 then
   * @param cycles those that were learned: the features of others are 0
   */
  public static float[] of(
      long startMillis,
      long endMillis,
      @Nullable Calendar calendar,
      CalendarCycles cycles,
      DeployEvents deploys) {
    float[] features = new float[COUNT];
    features[COUNT - 1] = deploys.near(startMillis, endMillis) ? 1 : 0;
    if (calendar == null || !cycles.hasDay()) {
      return features;
    }
    double day = 2 * Math.PI * calendar.dayPhase(startMillis);
    double week = 2 * Math.PI * calendar.weekPhase(startMillis);
    double[] angles =
        cycles.hasWeek() ? new double[] {day, 2 * day, week} : new double[] {day, 2 * day};
    for (int angle = 0; angle < angles.length; angle++) {
      features[2 * angle] = (float) StrictMath.sin(angles[angle]);
      features[2 * angle + 1] = (float) StrictMath.cos(angles[angle]);
    }
    return features;
  }
}
