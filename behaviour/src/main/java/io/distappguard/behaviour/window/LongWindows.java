package io.distappguard.behaviour.window;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sums the windows of one hop to sliding windows of a longer time scale. Time proportional to the
 * entries of the window. Not thread-safe.
 */
public final class LongWindows implements WindowSink {

  private static final int PHASES = Phase.values().length;

  private final TimeScale scale;
  private final WindowSink sink;
  private final Deque<Window> parts = new ArrayDeque<>();
  private int[] sums = new int[0];

  public LongWindows(TimeScale scale, WindowSink sink) {
    this.scale = scale;
    this.sink = sink;
  }

  @Override
  public void window(Window window) {
    if (scale.hops() == 1) {
      sink.window(window);
      return;
    }
    if (!parts.isEmpty() && parts.getLast().endMillis() != window.startMillis()) {
      parts.clear();
    }
    parts.addLast(window);
    if (parts.size() > scale.hops()) {
      parts.removeFirst();
    }
    if (parts.size() == scale.hops()) {
      sink.window(sum());
    }
  }

  @Override
  public void gap(long startMillis, long endMillis) {
    sink.gap(startMillis, endMillis);
  }

  private Window sum() {
    Window last = parts.getLast();
    int[] slots = touchedSlots();
    int size = slots.length;
    int[] carriers = new int[size];
    byte[] phases = new byte[size];
    long[] calls = new long[size];
    long[] bytes = new long[size];
    long[] errors = new long[size];
    for (Window part : parts) {
      for (int entry = 0; entry < part.size(); entry++) {
        int at = Arrays.binarySearch(slots, slot(part, entry));
        calls[at] += part.calls()[entry];
        bytes[at] += part.bytes()[entry];
        errors[at] += part.errors()[entry];
      }
    }
    for (int i = 0; i < size; i++) {
      carriers[i] = slots[i] / PHASES;
      phases[i] = (byte) (slots[i] % PHASES);
    }
    Map<String, RoleState> roles = new HashMap<>();
    for (Window part : parts) {
      part.roles().forEach((role, state) -> roles.merge(role, state, RoleState::and));
    }
    return new Window(
        last.table(),
        parts.getFirst().startMillis(),
        last.endMillis(),
        carriers,
        phases,
        calls,
        bytes,
        errors,
        Map.copyOf(roles),
        // The first part decides whether the application was already running.
        parts.getFirst().established(),
        List.of(),
        List.of(),
        List.of(),
        coverage());
  }

  private Coverage coverage() {
    Set<String> reasons = new TreeSet<>();
    Map<Integer, Double> lost = new HashMap<>();
    double time = 0;
    double share = 0;
    for (Window part : parts) {
      part.coverage()
          .lost()
          .forEach((id, ofPart) -> lost.merge(id, ofPart / parts.size(), Double::sum));
      reasons.addAll(part.coverage().reasons());
      time += part.coverage().time();
      share += part.coverage().share();
    }
    return new Coverage(time / parts.size(), share / parts.size(), lost, reasons);
  }

  private int[] touchedSlots() {
    int total = 0;
    for (Window part : parts) {
      total += part.size();
    }
    if (sums.length < total) {
      sums = new int[2 * total];
    }
    int filled = 0;
    for (Window part : parts) {
      for (int entry = 0; entry < part.size(); entry++) {
        sums[filled++] = slot(part, entry);
      }
    }
    Arrays.sort(sums, 0, filled);
    int[] slots = new int[filled];
    int distinct = 0;
    for (int i = 0; i < filled; i++) {
      if (i == 0 || sums[i] != sums[i - 1]) {
        slots[distinct++] = sums[i];
      }
    }
    return Arrays.copyOf(slots, distinct);
  }

  private static int slot(Window part, int entry) {
    return part.carriers()[entry] * PHASES + part.phases()[entry];
  }
}
