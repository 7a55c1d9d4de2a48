package io.distappguard.telemetry.input;

import io.distappguard.files.ForeignFile;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands in a folder that is neither a recording nor a run, in order of names. Whatever is not
 * read is counted by name: nothing in it is passed over in silence.
 *
 * @param files to be read together
 * @param recording the one recording that belongs to them; empty where there is none
 * @param unread what was refused, with the reason
 */
record FolderContents(List<Path> files, List<Path> recording, Intake unread) {

  static final String FOLDER = "folder within a folder (name it by itself)";
  static final String RECORDING = "recording beside other recordings (name it by itself)";

  static FolderContents of(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> recordings = new ArrayList<>();
    Intake unread = new Intake();
    for (Path entry : entries(folder)) {
      String refusal = ForeignFile.refusal(folder, entry);
      if (refusal != null) {
        unread.reject(refusal, entry + ":1");
      } else if (Recording.isRecording(entry)) {
        recordings.add(entry);
      } else if (Files.isDirectory(entry)) {
        unread.reject(FOLDER, entry + ":1");
      } else {
        files.add(entry);
      }
    }
    if (recordings.size() > 1) {
      recordings.forEach(one -> unread.reject(RECORDING, one + ":1"));
      recordings.clear();
    }
    return new FolderContents(List.copyOf(files), List.copyOf(recordings), unread);
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
