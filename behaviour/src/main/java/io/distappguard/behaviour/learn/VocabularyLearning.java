package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.window.Phase;
import io.distappguard.behaviour.window.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts in how many windows each edge was seen. */
final class VocabularyLearning {

  private final EdgeDictionary dictionary;
  private final PathGroups groups;
  private final Map<Edge, Integer> steadyWindows = new HashMap<>();
  private final Set<Edge> known = new HashSet<>();

  VocabularyLearning(EdgeDictionary dictionary, PathGroups groups) {
    this.dictionary = dictionary;
    this.groups = groups;
  }

  /**
   * Counts a window.
   *
   * @param steady whether it lies after the deployment; edges of other windows are known, but not
   *     counted. What containers did that lost events in it is neither.
   */
  void count(Window window, boolean steady) {
    Set<Integer> seen = new HashSet<>();
    for (int entry = 0; entry < window.size(); entry++) {
      if (window.losesEntry(entry)) {
        continue;
      }
      boolean counts = steady && window.phases()[entry] == Phase.STEADY.ordinal();
      // Start-ups and steady work of one edge in one window are told apart.
      int number = window.table().edge(window.carriers()[entry]);
      seen.add(counts ? number : ~number);
    }
    Set<Edge> counted = new HashSet<>();
    for (int number : seen) {
      Edge edge = groups.groupOf(dictionary.edge(number < 0 ? ~number : number));
      known.add(edge);
      if (number >= 0 && counted.add(edge)) {
        steadyWindows.merge(edge, 1, Integer::sum);
      }
    }
  }

  /** The vocabulary of edges seen in at least {@code windows} windows. */
  Vocabulary vocabulary(int windows, Set<String> roles) {
    Set<Edge> frequent = new HashSet<>();
    steadyWindows.forEach((edge, count) -> {
      if (count >= windows) {
        frequent.add(edge);
      }
    });
    Set<Edge> rare = new HashSet<>(known);
    rare.removeAll(frequent);
    return new Vocabulary(frequent, rare, roles);
  }

  /** All windows of some recordings, deployments included. */
  void countAll(List<Window> windows, Set<Window> steady) {
    for (Window window : windows) {
      count(window, steady.contains(window) && window.coverage().time() >= 1);
    }
  }
}
