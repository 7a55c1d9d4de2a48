package io.distappguard.telemetry.json;

import io.distappguard.telemetry.exchange.CallMeaning;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.exchange.HostProcesses;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.LineExchangeReader;
import io.distappguard.telemetry.exchange.ObservedCall;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.TextCache;
import org.jspecify.annotations.Nullable;

/**
 * What readers of events of a host as JSON, an object a line, have in common. A line of up to 1 MB
 * is read whole. Not thread-safe.
 */
public abstract class JsonEventReader extends LineExchangeReader {

  private static final int LONGEST_LINE = 1 << 20;

  protected final JsonCursor cursor;
  protected final Registry registry;
  protected final HostProcesses processes;
  protected final HostContainers containers;
  protected final CallMeaning meaning;

  /** The call of the event at hand. */
  protected final ObservedCall call = new ObservedCall();

  protected JsonEventReader(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, LONGEST_LINE, USUAL_TOLERANCE_MICROS);
    this.cursor = new JsonCursor(new TextCache());
    this.registry = registry;
    this.processes = new HostProcesses(registry, exchanges);
    this.containers = new HostContainers(registry, source.container());
    this.meaning = new CallMeaning(registry, processes);
  }

  /** Reads the fields of the object the cursor stands at, to its end. */
  protected abstract void read(byte[] buffer);

  /** Why what was read cannot be taken in, or null. */
  protected abstract @Nullable String problem();

  @Override
  protected final @Nullable String parse(byte[] buffer, int from, int to) {
    cursor.start(buffer, from, to);
    if (!cursor.isObject()) {
      return JsonCallReader.NOT_JSON;
    }
    call.clear();
    read(buffer);
    return cursor.isWhole() ? problem() : JsonCallReader.NOT_JSON;
  }
}
