package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.Beginning;

/**
 * Reads what sysdig printed of a host, as text with its default, container or Kubernetes fields, or
 * as JSON, a line an event.
 *
 * <p>The text names the thread, not the process, and shows connections from client to server
 * whichever end the process is: a process is its first thread unless a clone says otherwise, and
 * which end of a connection is its own is known from the connect or accept, else guessed from the
 * ports it listens on. Text whose times are times of day is dated to 1970.
 */
public final class SysdigReader {

  private SysdigReader() {}

  /** Whether a file that begins like this holds a line of sysdig's text. */
  public static boolean recognisesText(Beginning beginning) {
    return SysdigFile.holds(beginning, new TextLine());
  }

  /** Whether a file that begins like this is of {@code sysdig -j}. */
  public static boolean recognisesJson(Beginning beginning) {
    return beginning.hasObjectsWith("evt.type", "thread.tid");
  }

  /** Opens text. */
  public static ExchangeReader openText(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new SysdigFile(source, registry, exchanges, new TextLine());
  }

  /** Opens JSON. */
  public static ExchangeReader openJson(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new SysdigFile(source, registry, exchanges, new JsonLine());
  }
}
