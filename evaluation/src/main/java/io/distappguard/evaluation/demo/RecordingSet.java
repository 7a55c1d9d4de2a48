package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BenignRecordings;
import io.distappguard.telemetry.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recordings of one application, sorted by what each says it is for. */
record RecordingSet(
    BenignRecordings benign,
    List<ApplicationRecording> benignTests,
    List<ApplicationRecording> attacks) {

  /**
   * Opens every recording below a folder.
   *
   * @throws IOException if there is none, or one says no kind or an unknown one
   */
  static RecordingSet open(Path folder) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.walk(folder, 3)) {
      folders = all.filter(Recording::isRecording).sorted().toList();
    }
    if (folders.isEmpty()) {
      throw new IOException(
          folder + ": no recordings in it (expected: folders with recording.json)");
    }
    List<ApplicationRecording> training = new ArrayList<>();
    List<ApplicationRecording> validationA = new ArrayList<>();
    List<ApplicationRecording> validationB = new ArrayList<>();
    List<ApplicationRecording> benignTests = new ArrayList<>();
    List<ApplicationRecording> attacks = new ArrayList<>();
    for (Path path : folders) {
      ApplicationRecording recording = new ApplicationRecording(Recording.open(path));
      String kind = recording.header().kind();
      switch (kind == null ? "" : kind) {
        case "training" -> training.add(recording);
        case "validation-a" -> validationA.add(recording);
        case "validation-b" -> validationB.add(recording);
        case "benign-test" -> benignTests.add(recording);
        case "attack" -> attacks.add(recording);
        default ->
            throw new IOException(
                path.resolve("recording.json")
                    + ": kind: "
                    + kind
                    + " (expected: training, validation-a, validation-b, benign-test or attack)");
      }
    }
    return new RecordingSet(
        new BenignRecordings(training, validationA, validationB), benignTests, attacks);
  }

  /** Benign tests, then attacks. */
  List<ApplicationRecording> tests() {
    List<ApplicationRecording> tests = new ArrayList<>(benignTests);
    tests.addAll(attacks);
    return tests;
  }
}
