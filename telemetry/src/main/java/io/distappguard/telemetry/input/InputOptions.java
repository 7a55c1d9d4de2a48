package io.distappguard.telemetry.input;

import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.table.SpanColumns;
import org.jspecify.annotations.Nullable;

/**
 * How to open an input.
 *
 * @param format what it is, or null to find out
 * @param intervalMillis length of the intervals exchanges are summed over; a recording keeps its
 *     own
 * @param columns what is said of the columns of tables
 */
public record InputOptions(@Nullable InputFormat format, int intervalMillis, SpanColumns columns) {

  /** Find out the format, one second, known columns. */
  public static final InputOptions DEFAULT =
      new InputOptions(null, ExchangeFiles.DEFAULT_INTERVAL_MILLIS, SpanColumns.KNOWN);

  public InputOptions {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("intervalMillis: " + intervalMillis + " (expected: >= 1)");
    }
  }

  /** The same with another format. */
  public InputOptions withFormat(@Nullable InputFormat other) {
    return new InputOptions(other, intervalMillis, columns);
  }

  /** The same with intervals of another length. */
  public InputOptions withIntervalMillis(int other) {
    return new InputOptions(format, other, columns);
  }
}
