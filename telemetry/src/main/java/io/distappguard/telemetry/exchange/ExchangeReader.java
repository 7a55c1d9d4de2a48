package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.Closeable;
import java.io.IOException;

/**
 * Reads one recording of system calls, up to a given time at once, so that several recordings, of
 * whatever formats, can be read side by side ({@link ExchangeFiles}). Containers, processes and
 * entities get their numbers from the {@link Registry} it was opened with, what they did goes into
 * the {@link IntervalExchanges}. Whatever a stream holds is accepted or refused, never thrown. Not
 * thread-safe.
 */
public interface ExchangeReader extends Closeable {

  /** Opens a recording. Reads nothing from the stream yet. */
  @FunctionalInterface
  interface Opener {
    /**
     * @param source what to read
     * @param registry gives numbers, shared with the readers beside
     * @param exchanges takes the sums, shared with the readers beside
     */
    ExchangeReader open(ExchangeSource source, Registry registry, IntervalExchanges exchanges);
  }

  /**
   * Time of the next event in microseconds since the epoch; {@link Long#MAX_VALUE} at the end.
   *
   * @throws IOException where the stream cannot be read further
   */
  long nextMicros() throws IOException;

  /** Takes in all events before this time, and those after it that are late. */
  void readUntil(long endMicros) throws IOException;

  /**
   * Says of which containers events of this interval were lost ({@link ExchangeSink#incomplete}).
   */
  void reportLosses(long intervalStartMillis, ExchangeSink sink);

  /**
   * Counts what still waits. Called when nothing is left to read; its exchanges are still summed.
   */
  void end();

  /** What was accepted and refused so far. */
  Intake intake();
}
