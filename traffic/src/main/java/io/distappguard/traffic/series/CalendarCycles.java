package io.distappguard.traffic.series;

/**
 * Which cycles of a calendar were learned. What was recorded for an hour says nothing of the time
 * of day: a forecaster would take the clock for the cause of whatever changed in that hour.
 */
public enum CalendarCycles {
  /** Neither: less than a day was recorded, or nobody said what a day is. */
  NONE,
  /** The day. */
  DAY,
  /** The day and the week. */
  DAY_AND_WEEK;

  boolean hasDay() {
    return this != NONE;
  }

  boolean hasWeek() {
    return this == DAY_AND_WEEK;
  }
}
