package io.distappguard.traffic.learn;

import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
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

  /** The benign recordings among some; those without calls have nothing to learn from. */
  public static TrafficRecordings of(RecordingsByKind recordings) {
    RecordingsByKind some = recordings.withCalls();
    return new TrafficRecordings(
        of(some, RecordingKind.TRAINING),
        of(some, RecordingKind.VALIDATION_A),
        of(some, RecordingKind.VALIDATION_B));
  }

  private static List<RecordedCalls> of(RecordingsByKind recordings, RecordingKind kind) {
    return recordings.of(kind).stream().map(RecordedCalls::new).toList();
  }
}
