package io.distappguard.traffic.learn;

import java.util.List;

/**
 * Recordings by use; no recording is of two uses (DESIGN.md section 6).
 *
 * @param training clusters, scales, forecasters
 * @param validationA early stopping, usual deviations, tails
 * @param validationB the threshold
 */
public record TrafficRecordings(
    List<? extends TrafficRecording> training,
    List<? extends TrafficRecording> validationA,
    List<? extends TrafficRecording> validationB) {

  public TrafficRecordings {
    training = List.copyOf(training);
    validationA = List.copyOf(validationA);
    validationB = List.copyOf(validationB);
  }
}
