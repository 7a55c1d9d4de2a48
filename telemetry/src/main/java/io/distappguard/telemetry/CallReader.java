package io.distappguard.telemetry;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads calls from one stream, a portion at a time (a line, a message, a trace), so that several
 * files can be read side by side in the order of their times. Whatever a stream holds is accepted
 * or refused, never thrown. Not thread-safe.
 */
public interface CallReader extends Closeable {

  /**
   * Reads the next portion.
   *
   * @return false at the end
   * @throws IOException where the stream cannot be read further
   */
  boolean next(CallSink sink) throws IOException;

  /** What was accepted and refused so far; an event is a span. */
  Intake intake();

  /** Reads everything, and closes the stream. */
  default Intake read(CallSink sink) throws IOException {
    try (this) {
      boolean more = true;
      while (more) {
        more = next(sink);
      }
    }
    return intake();
  }
}
