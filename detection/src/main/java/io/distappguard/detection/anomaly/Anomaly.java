package io.distappguard.detection.anomaly;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A window whose score passes the calibrated threshold.
 *
 * @param detector which detector reports it: {@code behaviour} or {@code traffic}
 * @param startMillis beginning of the window, in milliseconds since the epoch
 * @param endMillis its end, exclusive
 * @param coverage share of the window that was watched, 0 to 1
 * @param role the role with the largest score
 * @param roleScores scores of the roles above the threshold
 * @param evidence what was not as usual, the weightiest first
 */
public record Anomaly(
    String detector,
    long startMillis,
    long endMillis,
    double score,
    double threshold,
    double coverage,
    String role,
    Map<String, Double> roleScores,
    List<Evidence> evidence) {

  public Anomaly {
    roleScores = new TreeMap<>(roleScores);
    evidence = List.copyOf(evidence);
  }
}
