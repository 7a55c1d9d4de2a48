package io.distappguard.telemetry.input;

import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.table.SpanColumns;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to open an input.
 *
 * @param format what it is, or null to find out
 * @param intervalMillis length of the intervals exchanges are summed over; a recording keeps its
 *     own
 * @param columns what is said of the columns of tables
 * @param containers a {@code containers.json} that says which containers there are, for inputs that
 *     have none beside them, or null
 */
public record InputOptions(
    @Nullable InputFormat format,
    int intervalMillis,
    SpanColumns columns,
    @Nullable Path containers) {

  /** Find out the format, one second, known columns. */
  public static final InputOptions DEFAULT =
      new InputOptions(null, ExchangeFiles.DEFAULT_INTERVAL_MILLIS, SpanColumns.KNOWN, null);

  public InputOptions {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("intervalMillis: " + intervalMillis + " (expected: >= 1)");
    }
  }

  /** The same with another format. */
  public InputOptions withFormat(@Nullable InputFormat other) {
    return new InputOptions(other, intervalMillis, columns, containers);
  }

  /** The same with intervals of another length. */
  public InputOptions withIntervalMillis(int other) {
    return new InputOptions(format, other, columns, containers);
  }
}
