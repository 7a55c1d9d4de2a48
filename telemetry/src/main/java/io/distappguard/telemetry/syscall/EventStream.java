package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.Closeable;
import java.io.IOException;

/**
 * Events of one file or stream, taken in up to a given time at once, so that several can be read
 * side by side (see {@link EventStreams}). Whatever a stream holds is accepted or refused, never
 * thrown. Not thread-safe.
 */
public interface EventStream extends Closeable {

  /** What several streams that are read side by side write to. */
  record Outlet(Registry registry, IntervalExchanges exchanges, Intake intake) {}

  /** Makes a stream that writes to an outlet; containers are announced on the way. */
  @FunctionalInterface
  interface Opener {
    EventStream open(Outlet outlet) throws IOException;
  }

  /**
   * Time of the next event in microseconds since the epoch; {@link Long#MAX_VALUE} at the end.
   *
   * @throws IOException where the stream cannot be read further
   */
  long nextMicros() throws IOException;

  /**
   * Takes in all events before this time, and those after it that are late.
   *
   * @throws IOException where the stream cannot be read further
   */
  void readUntil(long endMicros) throws IOException;

  /** Says where the interval that was just read is incomplete, and begins the next. */
  void reportIncomplete(long intervalStartMillis, ExchangeSink sink);

  /** The stream is over: what still waited is counted. */
  void end();
}
