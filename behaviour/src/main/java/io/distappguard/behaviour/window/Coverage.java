package io.distappguard.behaviour.window;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much of a window was seen. A loss makes incomplete the container that lost, and no other:
 * what was seen of it is true all the same, only that it did no more than that is not known.
 *
 * @param time share of the window that lies within the recording, 0 to 1
 * @param share share of all containers' time that was watched, 0 to 1
 * @param lost in what share of the window's intervals a container lost events, by {@link
 *     io.distappguard.telemetry.Container#id}; {@link #ANY} stands for all containers
 * @param reasons why the share is below 1
 */
public record Coverage(double time, double share, Map<Integer, Double> lost, Set<String> reasons) {

  /** In {@link #lost()}: losses that may be any container's. */
  public static final int ANY = -1;

  public static final Coverage WHOLE = new Coverage(1, 1, Map.of(), Set.of());

  public Coverage {
    lost = new TreeMap<>(lost);
    reasons = Set.copyOf(reasons);
  }

  /** Whether all of the window was watched, of every container. */
  public boolean complete() {
    return time >= 1 && lost.isEmpty();
  }

  /** Whether events of a container may be missing. */
  public boolean lost(int container) {
    return lost.containsKey(container) || lost.containsKey(ANY);
  }
}
