package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads streams of events side by side, interval after interval, as one stream of exchanges summed
 * per interval and sorted by it. Memory depends on what is alive in an interval and on how many
 * distinct processes and entities there are, not on how long the streams are.
 */
public final class EventStreams {

  private EventStreams() {}

  /**
   * Reads everything, and closes the streams.
   *
   * @param intervalMillis length of the intervals, at least 1
   * @return what was accepted and refused
   * @throws IOException where a stream cannot be read further; what was read before went to the
   *     sink
   */
  public static Intake read(
      List<? extends EventStream.Opener> openers, int intervalMillis, ExchangeSink sink)
      throws IOException {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("intervalMillis: " + intervalMillis + " (expected: >= 1)");
    }
    EventStream.Outlet outlet =
        new EventStream.Outlet(new Registry(sink), new IntervalExchanges(), new Intake());
    List<EventStream> streams = new ArrayList<>();
    try {
      for (EventStream.Opener opener : openers) {
        streams.add(opener.open(outlet));
      }
      readIntervals(streams, intervalMillis, outlet.exchanges(), sink);
    } finally {
      for (EventStream stream : streams) {
        stream.close();
      }
    }
    return outlet.intake();
  }

  private static void readIntervals(
      List<EventStream> streams, int intervalMillis, IntervalExchanges exchanges, ExchangeSink sink)
      throws IOException {
    long lengthMicros = intervalMillis * 1000L;
    long startMicros = Long.MIN_VALUE;
    while (true) {
      long next = Long.MAX_VALUE;
      for (EventStream stream : streams) {
        next = Math.min(next, stream.nextMicros());
      }
      if (next == Long.MAX_VALUE) {
        return;
      }
      startMicros = Math.max(startMicros, Math.floorDiv(next, lengthMicros) * lengthMicros);
      for (EventStream stream : streams) {
        stream.readUntil(startMicros + lengthMicros);
        if (stream.nextMicros() == Long.MAX_VALUE) {
          stream.end();
        }
      }
      long startMillis = startMicros / 1000;
      exchanges.drain(startMillis, sink);
      for (EventStream stream : streams) {
        stream.reportIncomplete(startMillis, sink);
      }
      sink.endInterval(startMillis);
      startMicros += lengthMicros;
    }
  }
}
