package io.distappguard.traffic.chain;

import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceSink;

/**
 * Counts the distinct chains of traces, roots included: what {@code inspect} says before anything
 * is learned. Not thread-safe.
 */
public final class DistinctChains implements TraceSink {

  private final ChainCounts counts = new ChainCounts();
  private final ChainReading reading = new ChainReading(new OperationTable(), Entries.NONE, counts);

  @Override
  public void trace(Trace trace) {
    reading.trace(trace);
  }

  /** Distinct chains so far; beyond the bound of {@link ChainReading} no more are counted. */
  public int count() {
    return counts.size();
  }
}
