package io.distappguard.telemetry.conversion;

import io.distappguard.telemetry.input.InputOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to convert.
 *
 * @param input how to open the inputs
 * @param replace whether a recording that stands in the way is replaced
 * @param keepCallIds whether calls keep their ids, at twice the size, rather than being numbered
 * @param compact whether a call is kept once, as its callee saw it, where both sides are there, and
 *     in steps of a microsecond
 * @param kind what the runs are for, where they do not say so themselves, or null
 * @param join whether all inputs become one recording, of the system calls of one and the spans of
 *     the others
 */
public record ConversionOptions(
    InputOptions input,
    boolean replace,
    boolean keepCallIds,
    boolean compact,
    @Nullable String kind,
    boolean join) {

  /** Find out the format, one second, replace nothing. */
  public static final ConversionOptions DEFAULT =
      new ConversionOptions(InputOptions.DEFAULT, false, false, false, null, false);
}
