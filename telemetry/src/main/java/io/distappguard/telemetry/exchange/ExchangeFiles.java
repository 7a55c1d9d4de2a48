package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads recordings side by side, interval after interval, as one stream of exchanges summed per
 * interval and sorted by it. Memory depends on what is alive in an interval and on how many
 * distinct processes and entities there are, not on the recordings' length. Not thread-safe.
 */
public final class ExchangeFiles {

  /** Length of the intervals exchanges are summed over, unless told otherwise. */
  public static final int DEFAULT_INTERVAL_MILLIS = 1000;

  private final int intervalMillis;
  private final List<ExchangeSource> sources = new ArrayList<>();
  private final List<ExchangeReader.Opener> openers = new ArrayList<>();

  public ExchangeFiles(int intervalMillis) {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("intervalMillis: " + intervalMillis + " (expected: >= 1)");
    }
    this.intervalMillis = intervalMillis;
  }

  /** One more recording, and what reads it. Its stream is closed by {@link #read}. */
  public void add(ExchangeSource source, ExchangeReader.Opener opener) {
    sources.add(source);
    openers.add(opener);
  }

  /**
   * Reads everything.
   *
   * @return what was accepted and refused
   * @throws IOException where a stream cannot be read further; what was read before went to the
   *     sink
   */
  public Intake read(ExchangeSink sink) throws IOException {
    Registry registry = new Registry(sink);
    IntervalExchanges exchanges = new IntervalExchanges();
    List<ExchangeReader> readers = new ArrayList<>();
    try {
      for (int index = 0; index < sources.size(); index++) {
        readers.add(openers.get(index).open(sources.get(index), registry, exchanges));
      }
      readIntervals(readers, exchanges, sink);
    } finally {
      close();
    }
    Intake intake = new Intake();
    for (ExchangeReader reader : readers) {
      intake.addAll(reader.intake());
    }
    return intake;
  }

  /** Closes the streams. */
  public void close() throws IOException {
    for (ExchangeSource source : sources) {
      source.stream().close();
    }
  }

  private void readIntervals(
      List<ExchangeReader> readers, IntervalExchanges exchanges, ExchangeSink sink)
      throws IOException {
    long lengthMicros = intervalMillis * 1000L;
    long startMicros = Long.MIN_VALUE;
    while (true) {
      long next = Long.MAX_VALUE;
      for (ExchangeReader reader : readers) {
        next = Math.min(next, reader.nextMicros());
      }
      if (next == Long.MAX_VALUE) {
        return;
      }
      startMicros = Math.max(startMicros, Math.floorDiv(next, lengthMicros) * lengthMicros);
      for (ExchangeReader reader : readers) {
        reader.readUntil(startMicros + lengthMicros);
        if (reader.nextMicros() == Long.MAX_VALUE) {
          reader.end();
        }
      }
      long startMillis = startMicros / 1000;
      exchanges.drain(startMillis, sink);
      for (ExchangeReader reader : readers) {
        reader.reportLosses(startMillis, sink);
      }
      sink.endInterval(startMillis);
      startMicros += lengthMicros;
    }
  }
}
