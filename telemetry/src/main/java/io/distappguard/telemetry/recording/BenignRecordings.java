package io.distappguard.behaviour.learn;

import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
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

  /** The benign recordings among some; those without exchanges have nothing to learn from. */
  public static BenignRecordings of(RecordingsByKind recordings) {
    RecordingsByKind some = recordings.withExchanges();
    return new BenignRecordings(
        of(some, RecordingKind.TRAINING),
        of(some, RecordingKind.VALIDATION_A),
        of(some, RecordingKind.VALIDATION_B));
  }

  private static List<ApplicationRecording> of(RecordingsByKind recordings, RecordingKind kind) {
    return recordings.of(kind).stream().map(ApplicationRecording::new).toList();
  }
}
