package io.distappguard.behaviour.learn;

import java.util.List;

/**
 * Recordings by use; no recording is of two uses (DESIGN.md section 6).
 *
 * @param training vocabulary, scales, weights, start-ups
 * @param validationA early stopping, benign quantiles, start-ups
 * @param validationB the threshold
 */
public record BenignRecordings(
    List<? extends BehaviourRecording> training,
    List<? extends BehaviourRecording> validationA,
    List<? extends BehaviourRecording> validationB) {

  public BenignRecordings {
    training = List.copyOf(training);
    validationA = List.copyOf(validationA);
    validationB = List.copyOf(validationB);
  }
}
