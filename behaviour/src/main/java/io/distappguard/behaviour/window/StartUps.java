package io.distappguard.behaviour.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums what containers do in their start-ups, over the windows of a stream. Not thread-safe. */
public final class StartUps implements WindowSink {

  private final Map<Integer, StartUp> running = new TreeMap<>();
  private List<StartUp> active = List.of();
  private List<StartUp> finished = List.of();

  /**
   * A start-up.
   *
   * @param container {@link io.distappguard.telemetry.Container#id}
   * @param totals by number of the edge: calls and bytes since its beginning
   * @param window by number of the edge: calls and bytes in the last window
   */
  public record StartUp(
      int container, String role, Map<Integer, long[]> totals, Map<Integer, long[]> window) {}

  @Override
  public void window(Window window) {
    for (StartUp startUp : running.values()) {
      startUp.window().clear();
    }
    for (int entry = 0; entry < window.size(); entry++) {
      if (window.phases()[entry] == Phase.STARTING.ordinal()) {
        add(window, entry);
      }
    }
    active = List.copyOf(running.values());
    List<StartUp> ended = new ArrayList<>();
    for (List<Integer> containers : List.of(window.settled(), window.stopped())) {
      for (int container : containers) {
        StartUp startUp = running.remove(container);
        if (startUp != null) {
          ended.add(startUp);
        }
      }
    }
    finished = ended;
  }

  private void add(Window window, int entry) {
    int carrier = window.carriers()[entry];
    int container = window.table().containerOf(carrier);
    StartUp startUp =
        running.computeIfAbsent(
            container,
            id -> new StartUp(id, window.table().role(id), new TreeMap<>(), new TreeMap<>()));
    int edge = window.table().edge(carrier);
    for (Map<Integer, long[]> sums : List.of(startUp.totals(), startUp.window())) {
      long[] sum = sums.computeIfAbsent(edge, number -> new long[2]);
      sum[0] += window.calls()[entry];
      sum[1] += window.bytes()[entry];
    }
  }

  /** Start-ups that ran in the last window, those that ended in it too. */
  public List<StartUp> active() {
    return active;
  }

  /** Start-ups that ended in the last window. */
  public List<StartUp> finished() {
    return finished;
  }
}
