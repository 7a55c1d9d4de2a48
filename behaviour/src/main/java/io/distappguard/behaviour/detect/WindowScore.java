package io.distappguard.behaviour.detect;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The score of one window, in units of the benign quantile of each role.
 *
 * @param score the largest of the roles
 * @param coverage share of the window that was watched
 * @param roleScores score of each role
 * @param unknownStartUps roles that were starting and whose start-up was never seen while learning
 */
public record WindowScore(
    long startMillis,
    long endMillis,
    State state,
    double score,
    double coverage,
    Map<String, Double> roleScores,
    Set<String> unknownStartUps) {

  public WindowScore {
    roleScores = new TreeMap<>(roleScores);
    unknownStartUps = new TreeSet<>(unknownStartUps);
  }

  /** The same with the scores of some roles raised. */
  WindowScore raised(Map<String, Double> raised) {
    if (raised.isEmpty()) {
      return this;
    }
    Map<String, Double> scores = new TreeMap<>(roleScores);
    double largest = score;
    for (Map.Entry<String, Double> role : raised.entrySet()) {
      scores.merge(role.getKey(), role.getValue(), Math::max);
      largest = Math.max(largest, role.getValue());
    }
    return new WindowScore(
        startMillis, endMillis, state, largest, coverage, scores, unknownStartUps);
  }

  /** How a window was looked at. */
  public enum State {
    /** All that was seen of it. */
    SCORED,
    /** The application is being deployed: its start-ups alone. */
    DEPLOYING
  }
}
