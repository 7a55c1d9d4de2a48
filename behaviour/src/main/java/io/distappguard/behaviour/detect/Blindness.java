package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.window.Coverage;
import io.distappguard.behaviour.window.Window;
import io.distappguard.detection.anomaly.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds containers that cannot be watched. What is seen of them is scored all the same, but whoever
 * makes the source lose events for long has something to hide, or the watching is broken; both must
 * be told. Not thread-safe.
 */
final class Blindness {

  /** What stands in the place of a role where the losses may be any container's. */
  static final String ALL = "all containers";

  /** Windows in a row that a burst of load may cost. */
  private static final int MOST_WINDOWS = 2;

  /** A window counts from this share of its intervals on. */
  private static final double LOST = 0.5;

  private final Map<Integer, Long> since = new TreeMap<>();
  private long lastEndMillis = Long.MIN_VALUE;

  /** Takes the next window; gives the containers that have been blind for too long. */
  List<Absence> window(Window window) {
    Map<Integer, Double> lost = window.coverage().lost();
    if (window.startMillis() != lastEndMillis) {
      since.clear();
    }
    lastEndMillis = window.endMillis();
    since.keySet().removeIf(container -> lost.getOrDefault(container, 0.0) < LOST);
    List<Absence> blind = new ArrayList<>();
    lost.forEach((container, share) -> {
      if (share >= LOST) {
        long begin = since.computeIfAbsent(container, id -> window.startMillis());
        long length = window.endMillis() - window.startMillis();
        double ratio = (window.endMillis() - begin) / (double) (MOST_WINDOWS * length);
        if (ratio > 1) {
          blind.add(new Absence(ratio, evidence(window, container, begin, ratio)));
        }
      }
    });
    return blind;
  }

  private static Evidence evidence(Window window, int container, long begin, double ratio) {
    boolean any = container == Coverage.ANY;
    String role = any ? ALL : window.table().role(container);
    String name = any ? ALL : window.table().container(container).name();
    double seconds = (window.endMillis() - begin) / 1e3;
    return new Evidence(
        Evidence.Kind.BLIND,
        role,
        name,
        name,
        "lose",
        "seconds",
        seconds,
        null,
        null,
        null,
        ratio,
        Sentences.blind(name, window.endMillis() - begin, window.coverage().reasons()),
        List.of(),
        begin,
        List.of());
  }
}
