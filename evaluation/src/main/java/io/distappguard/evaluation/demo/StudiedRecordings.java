package io.distappguard.evaluation.demo;

import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a study works on.
 *
 * @param <R> a recording as the detector reads it
 * @param benign to learn from
 * @param tests benign tests, then attacks
 */
record StudiedRecordings<R>(BenignRecordings<R> benign, List<R> tests) {

  /**
   * Sorts recordings.
   *
   * @param recordings such as hold what the detector learns from
   */
  static <R> StudiedRecordings<R> of(RecordingsByKind recordings, Function<Recording, R> reading) {
    return new StudiedRecordings<>(
        BenignRecordings.of(recordings, reading),
        Stream.of(RecordingKind.BENIGN_TEST, RecordingKind.ATTACK)
            .flatMap(kind -> recordings.of(kind).stream())
            .map(reading)
            .toList());
  }
}
