package io.distappguard.telemetry.trace;

/** Takes traces, in the order in which they became complete. Not thread-safe. */
@FunctionalInterface
public interface TraceSink {

  /** One trace. */
  void trace(Trace trace);
}
