package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.json.JsonObjects;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.line.Lines;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A way to write an event as a line. */
@FunctionalInterface
public interface LineFormat {

  /** Said of a line that a program logged between the events; nothing is lost with it. */
  String LOG = JsonObjects.LOG;

  /** The pieces of which each holds an event: lines. */
  default Lines lines(InputStream stream, String name) {
    return new LineReader(stream, name);
  }

  /**
   * Takes a line apart.
   *
   * @return null where it was understood, else why not
   */
  @Nullable String parse(byte[] buffer, int from, int to, EventLine event);
}
