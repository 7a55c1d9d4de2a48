package io.distappguard.behaviour.learn;

import io.distappguard.detection.anomaly.Stretch;
import java.util.List;
import java.util.Map;

/**
 * What was learned, for people.
 *
 * @param roles the roles with their edges and usual number of containers
 * @param edges edges of the vocabulary
 * @param rareEdges edges known but rare
 * @param features length of the vector
 * @param recordings windows of each recording, used and refused
 * @param trainings how the autoencoder of each time scale was trained
 * @param threshold above which a window is an anomaly
 * @param promise the false-alarm rate in words
 * @param largestBenign the largest scores of validation B, the largest first
 */
public record LearningReport(
    List<RoleSummary> roles,
    int edges,
    int rareEdges,
    int features,
    List<RecordingSummary> recordings,
    List<TrainingSummary> trainings,
    double threshold,
    String promise,
    List<BenignScore> largestBenign) {

  /** One role; {@code startUps} is how many were seen. */
  public record RoleSummary(String role, int containers, int edges, int features, int startUps) {}

  /**
   * One recording.
   *
   * @param windows all of it
   * @param used those that were learned from or calibrated on
   * @param refused the others, by reason
   * @param notUsed when these were, in order of time
   */
  public record RecordingSummary(
      String name,
      String use,
      int windows,
      int used,
      Map<String, Integer> refused,
      List<Stretch> notUsed) {}

  /** Losses by epoch. */
  public record TrainingSummary(
      String scale,
      int parameters,
      float[] trainingLosses,
      float[] validationLosses,
      int bestEpoch) {

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return "TrainingSummary[" + scale + ", " + trainingLosses.length + " epochs]";
    }
  }

  /** A benign window, the role that scored most, and why. */
  public record BenignScore(
      String recording, long startMillis, double score, String role, String because) {}
}
