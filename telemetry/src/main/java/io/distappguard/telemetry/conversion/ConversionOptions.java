package io.distappguard.telemetry.conversion;

import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.strace.StraceReader;
import org.jspecify.annotations.Nullable;

/**
 * How to convert.
 *
 * @param format what the inputs are, or null to find out
 * @param intervalMillis length of the intervals exchanges are summed over
 * @param replace whether a recording that stands in the way is replaced
 * @param keepCallIds whether calls keep their ids, at twice the size, rather than being numbered
 * @param compact whether a call is kept once, as its callee saw it, where both sides are there, and
 *     in steps of a microsecond
 */
public record ConversionOptions(
    @Nullable InputFormat format,
    int intervalMillis,
    boolean replace,
    boolean keepCallIds,
    boolean compact) {

  /** Find out the format, one second, replace nothing. */
  public static final ConversionOptions DEFAULT =
      new ConversionOptions(null, StraceReader.DEFAULT_INTERVAL_MILLIS, false, false, false);

  public ConversionOptions {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("intervalMillis: " + intervalMillis + " (expected: >= 1)");
    }
  }
}
