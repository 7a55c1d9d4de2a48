package io.distappguard.behaviour.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for edges, from 0 in the order they are first seen. Not thread-safe. */
public final class EdgeDictionary {

  private final Map<Edge, Integer> numbers = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();

  /** The number of an edge, a new one if it was not seen before. */
  public int number(Edge edge) {
    Integer known = numbers.get(edge);
    if (known != null) {
      return known;
    }
    numbers.put(edge, edges.size());
    edges.add(edge);
    return edges.size() - 1;
  }

  boolean knows(Edge edge) {
    return numbers.containsKey(edge);
  }

  public Edge edge(int number) {
    return edges.get(number);
  }

  /** All edges so far, by number. */
  public List<Edge> edges() {
    return Collections.unmodifiableList(edges);
  }

  public int size() {
    return edges.size();
  }
}
