package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BenignRecordings;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recordings of one application as the behaviour detector sees them: those with exchanges.
 *
 * @param tests benign tests, then attacks
 */
record RecordingSet(BenignRecordings benign, List<ApplicationRecording> tests) {

  RecordingSet {
    tests = List.copyOf(tests);
  }

  /**
   * Opens every recording below a folder.
   *
   * @throws IOException if there is none, or one says no kind or an unknown one
   */
  static RecordingSet open(Path folder) throws IOException {
    List<Recording> recordings = RecordingsByKind.open(folder);
    for (Recording recording : recordings) {
      if (recording.kind().isEmpty()) {
        throw new IOException(
            recording.folder().resolve("recording.json")
                + ": kind: "
                + recording.header().kind()
                + " (expected: one of "
                + RecordingKind.known()
                + ")");
      }
    }
    RecordingsByKind withExchanges = RecordingsByKind.of(recordings).withExchanges();
    List<Recording> tests = new ArrayList<>(withExchanges.of(RecordingKind.BENIGN_TEST));
    tests.addAll(withExchanges.of(RecordingKind.ATTACK));
    return new RecordingSet(
        BenignRecordings.of(withExchanges), tests.stream().map(ApplicationRecording::new).toList());
  }
}
