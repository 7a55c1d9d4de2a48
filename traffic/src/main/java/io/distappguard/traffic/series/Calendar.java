package io.distappguard.traffic.series;

import io.distappguard.telemetry.recording.RecordingHeader;
import org.jspecify.annotations.Nullable;

/**
 * The day an application lives by. What it says of a moment nobody can drive: the only external
 * features besides declared events (docs/methods.md, traffic).
 *
 * @param dayMillis length of a day; shorter than 86,400,000 for a compressed one
 * @param originMillis a moment at which a day begins, in milliseconds since the epoch
 */
public record Calendar(long dayMillis, long originMillis) {

  /** Days of 24 hours from midnight UTC on a Monday. */
  public static final Calendar UTC = new Calendar(86_400_000L, 345_600_000L);

  private static final int DAYS_A_WEEK = 7;

  public Calendar {
    if (dayMillis < 1) {
      throw new IllegalArgumentException("dayMillis: " + dayMillis + " (expected: >= 1)");
    }
  }

  /** What a recording says of it, null where it says nothing. */
  public static @Nullable Calendar of(RecordingHeader.@Nullable Calendar declared) {
    return declared == null ? null : new Calendar(declared.dayMillis(), declared.originMillis());
  }

  /** Share of the day that has passed, 0 to below 1. */
  public double dayPhase(long millis) {
    return (double) Math.floorMod(millis - originMillis, dayMillis) / dayMillis;
  }

  /** Share of the week of seven such days that has passed, 0 to below 1. */
  public double weekPhase(long millis) {
    long week = dayMillis * DAYS_A_WEEK;
    return (double) Math.floorMod(millis - originMillis, week) / week;
  }
}
