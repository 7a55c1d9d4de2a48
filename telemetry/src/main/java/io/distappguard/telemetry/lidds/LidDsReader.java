package io.distappguard.telemetry.lidds;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.syscall.EventStream;
import io.distappguard.telemetry.syscall.EventStreams;
import io.distappguard.telemetry.sysdig.EventLine;
import io.distappguard.telemetry.sysdig.SysdigFile;
import io.distappguard.telemetry.sysdig.SysdigSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads recordings of the LID-DS 2021 data set ({@code .sc}), a line an event of sysdig's, as one
 * stream of exchanges summed per interval and sorted by it. Not thread-safe.
 */
public final class LidDsReader {

  private final List<EventStream.Opener> openers = new ArrayList<>();
  private final int intervalMillis;

  /**
   * @param intervalMillis length of the intervals exchanges are summed over, at least 1
   */
  public LidDsReader(List<SysdigSource> sources, int intervalMillis) {
    this.intervalMillis = intervalMillis;
    for (SysdigSource source : sources) {
      openers.add(opener(source));
    }
  }

  /**
   * Reads everything.
   *
   * @return what was accepted and refused, in lines
   * @throws IOException where a file cannot be read further; what was read before went to the sink
   */
  public Intake read(ExchangeSink sink) throws IOException {
    return EventStreams.read(openers, intervalMillis, sink);
  }

  /** For reading it beside others. */
  public static EventStream.Opener opener(SysdigSource source) {
    return SysdigFile.opener(source, LidDsLine::new);
  }

  /** Whether this is a line of such a recording. */
  public static boolean recognises(byte[] line, int from, int to) {
    return new LidDsLine().parse(line, from, to, new EventLine()) == null;
  }
}
