package io.distappguard.evaluation.comparator;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often each chain occurs in a window, as a vector: a slot for each chain that training has
 * seen, and a last one for all that it has not. Immutable, thread-safe.
 *
 * @param <C> what tells chains apart, by {@code equals}
 */
public final class ChainFrequencies<C> {

  private final Map<C, Integer> slots = new HashMap<>();

  private ChainFrequencies(Collection<C> known) {
    for (C chain : known) {
      slots.put(chain, slots.size());
    }
  }

  /**
   * Learns which chains there are.
   *
   * @param training traces of each chain, window by window
   */
  public static <C> ChainFrequencies<C> of(List<Map<C, Integer>> training) {
    Set<C> known = new LinkedHashSet<>();
    for (Map<C, Integer> window : training) {
      known.addAll(window.keySet());
    }
    return new ChainFrequencies<>(known);
  }

  /** The vector of a window, {@code [known chains + 1]}. */
  public float[] vector(Map<C, Integer> window) {
    float[] vector = new float[slots.size() + 1];
    window.forEach((chain, traces) -> vector[slots.getOrDefault(chain, slots.size())] += traces);
    return vector;
  }
}
