package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.syscall.EventStream;
import io.distappguard.telemetry.syscall.EventStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what sysdig printed of hosts, as text with its default, container or Kubernetes fields, or
 * as JSON, a line an event, as one stream of exchanges summed per interval and sorted by it.
 *
 * <p>The text names the thread, not the process, and shows connections from client to server
 * whichever end the process is: a process is its first thread unless a clone says otherwise, and
 * which end of a connection is its own is known from the connect or accept, else guessed from the
 * ports it listens on. Not thread-safe.
 */
public final class SysdigReader {

  private final List<EventStream.Opener> openers;
  private final int intervalMillis;

  private SysdigReader(List<EventStream.Opener> openers, int intervalMillis) {
    this.openers = openers;
    this.intervalMillis = intervalMillis;
  }

  /** A reader of text. */
  public static SysdigReader text(List<SysdigSource> sources, int intervalMillis) {
    return of(sources, intervalMillis, false);
  }

  /** A reader of JSON, {@code sysdig -j}. */
  public static SysdigReader json(List<SysdigSource> sources, int intervalMillis) {
    return of(sources, intervalMillis, true);
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

  /** For reading text beside others. */
  public static EventStream.Opener textOpener(SysdigSource source) {
    return SysdigFile.opener(source, TextLine::new);
  }

  /** For reading JSON beside others. */
  public static EventStream.Opener jsonOpener(SysdigSource source) {
    return SysdigFile.opener(source, JsonLine::new);
  }

  /** Whether this is a line of text. */
  public static boolean recognisesText(byte[] line, int from, int to) {
    return new TextLine().parse(line, from, to, new EventLine()) == null;
  }

  /** Whether this is a line of JSON. */
  public static boolean recognisesJson(byte[] line, int from, int to) {
    return new JsonLine().parse(line, from, to, new EventLine()) == null;
  }

  private static SysdigReader of(List<SysdigSource> sources, int intervalMillis, boolean json) {
    List<EventStream.Opener> openers = new ArrayList<>();
    for (SysdigSource source : sources) {
      openers.add(json ? jsonOpener(source) : textOpener(source));
    }
    return new SysdigReader(openers, intervalMillis);
  }
}
