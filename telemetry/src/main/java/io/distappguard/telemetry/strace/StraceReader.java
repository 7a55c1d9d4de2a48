package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.syscall.EventStream;
import io.distappguard.telemetry.syscall.EventStreams;
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
    List<EventStream.Opener> openers = new ArrayList<>();
    for (StraceSource source : sources) {
      openers.add(opener(source));
    }
    return EventStreams.read(openers, intervalMillis, sink);
  }

  /** For reading it beside others. */
  public static EventStream.Opener opener(StraceSource source) {
    return outlet -> new StraceFile(source, outlet);
  }
}
