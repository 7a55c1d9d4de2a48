package io.distappguard.cli;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.ForwardingExchangeSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/**
 * Hands on exchanges, and reads calls as far as these have come: after each interval all calls up
 * to its end, by the time of the calls that whoever takes them believes. Not thread-safe.
 */
final class SideBySide extends ForwardingExchangeSink {

  private final int intervalMillis;
  private final CallReader reader;
  private final CallSink calls;
  private final LongSupplier callMillis;
  private boolean more = true;

  /**
   * @param callMillis the time that the calls given have come to, in milliseconds since the epoch;
   *     {@link Long#MIN_VALUE} before the first
   */
  SideBySide(
      ExchangeSink exchanges,
      int intervalMillis,
      CallReader reader,
      CallSink calls,
      LongSupplier callMillis) {
    super(exchanges);
    this.intervalMillis = intervalMillis;
    this.reader = reader;
    this.calls = calls;
    this.callMillis = callMillis;
  }

  @Override
  public void endInterval(long intervalStartMillis) {
    super.endInterval(intervalStartMillis);
    try {
      readCallsUntil(intervalStartMillis + intervalMillis);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Reads the calls that are left: the exchanges have ended. */
  void readOtherCalls() throws IOException {
    readCallsUntil(Long.MAX_VALUE);
  }

  private void readCallsUntil(long millis) throws IOException {
    while (more && callMillis.getAsLong() < millis) {
      more = reader.next(calls);
    }
  }
}
