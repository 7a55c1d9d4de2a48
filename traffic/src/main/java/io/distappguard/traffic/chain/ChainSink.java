package io.distappguard.traffic.chain;

import io.distappguard.telemetry.trace.Trace;

/** Takes chains as they are read. Not thread-safe. */
@FunctionalInterface
public interface ChainSink {

  /**
   * One chain.
   *
   * @param chain what was called; the same object for equal chains as long as the reading's bounds
   *     hold
   * @param trace the trace it was read from
   * @param from first call of the chain in the trace
   * @param to end of its calls, exclusive: they stand together, runs not yet folded
   */
  void chain(Chain chain, Trace trace, int from, int to);
}
