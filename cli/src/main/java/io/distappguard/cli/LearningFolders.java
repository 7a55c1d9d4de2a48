package io.distappguard.cli;

import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The folders named for {@code learn}, and which recordings in them are for what. */
final class LearningFolders {

  private static final Set<RecordingKind> USES =
      EnumSet.of(RecordingKind.TRAINING, RecordingKind.VALIDATION_A, RecordingKind.VALIDATION_B);

  private final Map<RecordingKind, List<Path>> named = new EnumMap<>(RecordingKind.class);
  private final List<Path> byKind;

  /**
   * @param byKind folders whose recordings are used by the kind they state
   */
  LearningFolders(
      List<Path> training, List<Path> validationA, List<Path> validationB, List<Path> byKind) {
    named.put(RecordingKind.TRAINING, training);
    named.put(RecordingKind.VALIDATION_A, validationA);
    named.put(RecordingKind.VALIDATION_B, validationB);
    this.byKind = byKind;
  }

  /**
   * Opens all recordings.
   *
   * @param notes told of recordings that are left out
   * @throws IOException where a folder holds no recording, a use has none, or one has two uses
   */
  RecordingsByKind sort(Consumer<String> notes) throws IOException {
    Map<RecordingKind, List<Recording>> sorted = new EnumMap<>(RecordingKind.class);
    for (RecordingKind use : USES) {
      sorted.put(use, new ArrayList<>(RecordingsByKind.open(named.getOrDefault(use, List.of()))));
    }
    for (Recording recording : RecordingsByKind.open(byKind)) {
      List<Recording> use = recording.kind().map(sorted::get).orElse(null);
      if (use == null) {
        String kind = recording.header().kind();
        notes.accept(
            "left out: " + recording.folder() + ", kind " + (kind == null ? "not stated" : kind));
      } else {
        use.add(recording);
      }
    }
    requireOneUse(sorted);
    return new RecordingsByKind(sorted);
  }

  private static void requireOneUse(Map<RecordingKind, List<Recording>> sorted) throws IOException {
    Set<Path> seen = new TreeSet<>();
    for (Map.Entry<RecordingKind, List<Recording>> use : sorted.entrySet()) {
      if (use.getValue().isEmpty()) {
        throw new IOException(
            "no recording for "
                + use.getKey().label()
                + " (name some with --"
                + use.getKey().label()
                + ", or give a folder with recordings of this kind)");
      }
      for (Recording recording : use.getValue()) {
        if (!seen.add(recording.folder().toRealPath())) {
          throw new IOException(
              recording.folder()
                  + ": named for two uses (a recording trained on says nothing about errors on"
                  + " others)");
        }
      }
    }
  }
}
