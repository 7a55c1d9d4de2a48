package io.distappguard.telemetry.json;

import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostEventReader;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.TextCache;
import org.jspecify.annotations.Nullable;

/**
 * What readers of events of a host as JSON have in common: an object is an event, however the
 * objects stand ({@link JsonObjects}). One of up to 1 MB is read whole. A line between them that
 * looks like no JSON, as programs log, is told and loses nothing. Not thread-safe.
 */
public abstract class JsonEventReader extends HostEventReader {

  private static final int LONGEST_OBJECT = 1 << 20;

  protected final JsonCursor cursor = new JsonCursor(new TextCache());

  protected JsonEventReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(
        source,
        registry,
        exchanges,
        new JsonObjects(source.stream(), source.name(), LONGEST_OBJECT));
  }

  /** Reads the fields of the object the cursor stands at, to its end. */
  protected abstract void read(byte[] buffer);

  /** Why what was read cannot be taken in, or null. */
  protected abstract @Nullable String problem();

  @Override
  protected final @Nullable String parse(byte[] buffer, int from, int to) {
    cursor.start(buffer, from, to);
    if (!cursor.isObject()) {
      return JsonObjects.isOfLog(buffer, from, to)
          ? noEvent(JsonObjects.LOG)
          : JsonCallReader.NOT_JSON;
    }
    call.clear();
    read(buffer);
    return cursor.isWhole() ? problem() : JsonCallReader.NOT_JSON;
  }
}
