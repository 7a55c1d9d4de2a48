package io.distappguard.telemetry;

/** Takes calls, in any order. Not thread-safe: one source, one thread. */
@FunctionalInterface
public interface CallSink {

  /** One call. */
  void call(Call call);
}
