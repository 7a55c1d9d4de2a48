package io.distappguard.behaviour.window;

/** Takes windows in order of time. */
@FunctionalInterface
public interface WindowSink {

  void window(Window window);

  /** Nothing is known of this time: no window covers it. */
  default void gap(long startMillis, long endMillis) {}
}
