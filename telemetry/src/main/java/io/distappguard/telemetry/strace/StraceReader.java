package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the strace recordings of an application's containers, one file each, as one stream of
 * exchanges summed per interval and sorted by it. The files are read side by side, interval after
 * interval, so memory depends on what is alive in an interval and on how many distinct processes
 * and entities there are, not on the files' length.
 *
 * <p>An event is a line that is not blank. One that is not understood is refused, counted with its
 * reason and first position, and makes its container's interval incomplete. Not thread-safe.
 */
public final class StraceReader {

  /** Length of the intervals exchanges are summed over, unless told otherwise. */
  public static final int DEFAULT_INTERVAL_MILLIS = 1000;

  private final List<StraceSource> sources;
  private final int intervalMillis;

  public StraceReader(List<StraceSource> sources) {
    this(sources, DEFAULT_INTERVAL_MILLIS);
  }

  public StraceReader(List<StraceSource> sources, int intervalMillis) {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("intervalMillis: " + intervalMillis + " (expected: >= 1)");
    }
    this.sources = List.copyOf(sources);
    this.intervalMillis = intervalMillis;
  }

  /**
   * Reads everything.
   *
   * @return what was accepted and refused, in lines
   * @throws IOException where a file cannot be read further; what was read before went to the sink
   */
  public Intake read(ExchangeSink sink) throws IOException {
    Intake intake = new Intake();
    Registry registry = new Registry(sink);
    IntervalExchanges exchanges = new IntervalExchanges();
    List<StraceFile> files = new ArrayList<>();
    try {
      for (StraceSource source : sources) {
        int id = registry.container(source.container());
        files.add(new StraceFile(source, new TracedContainer(id, registry, exchanges), intake));
      }
      readIntervals(files, exchanges, sink);
    } finally {
      for (StraceFile file : files) {
        file.close();
      }
    }
    return intake;
  }

  private void readIntervals(List<StraceFile> files, IntervalExchanges exchanges, ExchangeSink sink)
      throws IOException {
    long lengthMicros = intervalMillis * 1000L;
    long startMicros = Long.MIN_VALUE;
    while (true) {
      long next = Long.MAX_VALUE;
      for (StraceFile file : files) {
        next = Math.min(next, file.nextMicros());
      }
      if (next == Long.MAX_VALUE) {
        return;
      }
      startMicros = Math.max(startMicros, Math.floorDiv(next, lengthMicros) * lengthMicros);
      for (StraceFile file : files) {
        file.readUntil(startMicros + lengthMicros);
        if (file.nextMicros() == Long.MAX_VALUE) {
          file.end();
        }
      }
      long startMillis = startMicros / 1000;
      exchanges.drain(startMillis, sink);
      for (StraceFile file : files) {
        file.reportRejected(startMillis, sink);
      }
      sink.endInterval(startMillis);
      startMicros += lengthMicros;
    }
  }
}
