package io.distappguard.traffic.series;

/** Takes windows in the order of time. Not thread-safe. */
@FunctionalInterface
public interface TrafficWindowSink {

  /** One window, complete; it does not change any more. */
  void window(TrafficWindow window);

  /**
   * A chain came after its window had gone out, and is in none.
   *
   * @param service where it began
   * @param instance its instance, empty where not reported
   */
  default void late(String service, String instance) {}
}
