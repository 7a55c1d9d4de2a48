package io.distappguard.telemetry.sysdig;

import org.jspecify.annotations.Nullable;

/** A way to write an event as a line. */
@FunctionalInterface
public interface LineFormat {

  /**
   * Takes a line apart.
   *
   * @return null where it was understood, else why not
   */
  @Nullable String parse(byte[] buffer, int from, int to, EventLine event);
}
