package io.distappguard.evaluation.demo;

import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recordings of one application, sorted by what each is for.
 *
 * @param all whatever they hold
 */
record RecordingSet(RecordingsByKind all) {

  /**
   * Opens every recording below some folders.
   *
   * @throws IOException if there is none, one says no kind or an unknown one, two are of one run,
   *     or they are of several applications
   */
  static RecordingSet open(List<Path> folders) throws IOException {
    List<Recording> recordings = RecordingsByKind.open(folders);
    Map<String, Recording> byName = new HashMap<>();
    for (Recording recording : recordings) {
      if (recording.kind().isEmpty()) {
        throw new IOException(
            recording.folder()
                + ": kind: "
                + recording.header().kind()
                + " (expected: one of "
                + RecordingKind.known()
                + ")");
      }
      Recording same = byName.put(recording.name(), recording);
      if (same != null) {
        throw new IOException(
            recording.folder()
                + ": run: "
                + recording.name()
                + " (expected: another name than that of "
                + same.folder()
                + ")");
      }
    }
    RecordingsByKind sorted = RecordingsByKind.of(recordings);
    sorted.application();
    return new RecordingSet(sorted);
  }

  /** Whether the behaviour detector has something to learn from. */
  boolean canLearnBehaviour() {
    return !all.withExchanges().of(RecordingKind.TRAINING).isEmpty();
  }

  /** Whether the traffic detector has something to learn from. */
  boolean canLearnTraffic() {
    return !all.withCalls().of(RecordingKind.TRAINING).isEmpty();
  }
}
