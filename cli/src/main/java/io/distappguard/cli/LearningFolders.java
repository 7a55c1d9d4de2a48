package io.distappguard.cli;

import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BenignRecordings;
import io.distappguard.telemetry.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folders named for {@code learn}, and which recordings in them are for what. */
final class LearningFolders {

  private static final String TRAINING = "training";
  private static final String VALIDATION_A = "validation-a";
  private static final String VALIDATION_B = "validation-b";

  private final List<Path> training;
  private final List<Path> validationA;
  private final List<Path> validationB;
  private final List<Path> byKind;

  /**
   * @param byKind folders whose recordings are used by the kind they state
   */
  LearningFolders(
      List<Path> training, List<Path> validationA, List<Path> validationB, List<Path> byKind) {
    this.training = training;
    this.validationA = validationA;
    this.validationB = validationB;
    this.byKind = byKind;
  }

  /**
   * Opens all recordings.
   *
   * @param notes told of recordings that are left out
   * @throws IOException where a folder holds no recording, a use has none, or one has two uses
   */
  BenignRecordings sort(Consumer<String> notes) throws IOException {
    List<Recording> forTraining = all(training);
    List<Recording> forValidationA = all(validationA);
    List<Recording> forValidationB = all(validationB);
    for (Recording recording : all(byKind)) {
      String kind = recording.header().kind();
      switch (kind == null ? "" : kind) {
        case TRAINING -> forTraining.add(recording);
        case VALIDATION_A -> forValidationA.add(recording);
        case VALIDATION_B -> forValidationB.add(recording);
        default ->
            notes.accept(
                "left out: "
                    + recording.folder()
                    + ", kind "
                    + (kind == null ? "not stated" : kind));
      }
    }
    requireOneUse(forTraining, forValidationA, forValidationB);
    return new BenignRecordings(
        named(TRAINING, forTraining),
        named(VALIDATION_A, forValidationA),
        named(VALIDATION_B, forValidationB));
  }

  private static List<Recording> all(List<Path> folders) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new NoSuchFileException(folder.toString(), null, "no such folder (check the path)");
      }
      if (Recording.isRecording(folder)) {
        recordings.add(Recording.open(folder));
        continue;
      }
      int before = recordings.size();
      for (Path inside : foldersIn(folder)) {
        if (Recording.isRecording(inside)) {
          recordings.add(Recording.open(inside));
        }
      }
      if (recordings.size() == before) {
        throw new IOException(
            folder + ": holds no recording (make one: distappguard convert --help)");
      }
    }
    return recordings;
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  @SafeVarargs
  private static void requireOneUse(List<Recording>... uses) throws IOException {
    Set<Path> seen = new TreeSet<>();
    for (List<Recording> use : uses) {
      for (Recording recording : use) {
        if (!seen.add(recording.folder().toRealPath())) {
          throw new IOException(
              recording.folder()
                  + ": named for two uses (a recording trained on says nothing about errors on"
                  + " others)");
        }
      }
    }
  }

  private static List<ApplicationRecording> named(String use, List<Recording> recordings)
      throws IOException {
    if (recordings.isEmpty()) {
      throw new IOException(
          "no recording for "
              + use
              + " (name some with --"
              + use
              + ", or give a folder with recordings of this kind)");
    }
    return recordings.stream().map(ApplicationRecording::new).toList();
  }
}
