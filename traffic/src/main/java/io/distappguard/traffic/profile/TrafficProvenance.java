package io.distappguard.traffic.profile;

import java.util.List;

/**
 * Where a traffic profile comes from.
 *
 * @param productVersion version of this program
 * @param recordings what it was learned from
 * @param trainings how the forecaster of each cluster was trained, by number of the cluster
 */
public record TrafficProvenance(
    String productVersion, List<Source> recordings, List<Training> trainings) {

  public TrafficProvenance {
    recordings = List.copyOf(recordings);
    trainings = List.copyOf(trainings);
  }

  /**
   * A recording.
   *
   * @param use {@code training}, {@code validation A} or {@code validation B}
   */
  public record Source(String name, String sha256, String use, int windows, long traces) {}

  /**
   * A training.
   *
   * @param parameters numbers learned
   */
  public record Training(String cluster, int parameters) {}
}
