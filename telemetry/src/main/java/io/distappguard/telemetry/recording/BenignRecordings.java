package io.distappguard.telemetry.recording;

import java.util.List;
import java.util.function.Function;

/**
 * Recordings by what a detector learns from them; no recording is of two uses (docs/methods.md,
 * calibration).
 *
 * @param <R> a recording as the detector reads it
 * @param training vocabulary or clusters, scales, weights
 * @param validationA early stopping, how large errors are on benign data
 * @param validationB the threshold
 */
public record BenignRecordings<R>(List<R> training, List<R> validationA, List<R> validationB) {

  public BenignRecordings {
    training = List.copyOf(training);
    validationA = List.copyOf(validationA);
    validationB = List.copyOf(validationB);
  }

  /**
   * The benign recordings among some.
   *
   * @param recordings such as hold what the detector learns from
   */
  public static <R> BenignRecordings<R> of(
      RecordingsByKind recordings, Function<Recording, R> reading) {
    return new BenignRecordings<>(
        recordings.of(RecordingKind.TRAINING).stream().map(reading).toList(),
        recordings.of(RecordingKind.VALIDATION_A).stream().map(reading).toList(),
        recordings.of(RecordingKind.VALIDATION_B).stream().map(reading).toList());
  }
}
