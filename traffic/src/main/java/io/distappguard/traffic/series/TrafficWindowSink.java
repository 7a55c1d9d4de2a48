package io.distappguard.traffic.series;

/** Takes windows in the order of time. Not thread-safe. */
@FunctionalInterface
public interface TrafficWindowSink {

  /** One window, complete; it does not change any more. */
  void window(TrafficWindow window);
}
