package io.distappguard.behaviour.window;

/** Takes windows in order of time. */
@FunctionalInterface
public interface WindowSink {

  void window(Window window);
}
