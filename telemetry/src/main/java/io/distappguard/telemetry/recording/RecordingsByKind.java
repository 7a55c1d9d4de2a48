package io.distappguard.telemetry.recording;

import io.distappguard.files.ForeignFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Recordings of one application, sorted by what each is for. A recording may hold exchanges, calls
 * or both: {@link #withExchanges} and {@link #withCalls} are what a detector can learn from.
 * Immutable.
 */
public final class RecordingsByKind {

  /** A folder of folders of recordings is as deep as people sort them. */
  private static final int DEPTH = 3;

  private final Map<RecordingKind, List<Recording>> byKind = new EnumMap<>(RecordingKind.class);

  /** Recordings sorted already, whatever kind they state. */
  public RecordingsByKind(Map<RecordingKind, List<Recording>> byKind) {
    for (RecordingKind kind : RecordingKind.values()) {
      this.byKind.put(kind, List.copyOf(byKind.getOrDefault(kind, List.of())));
    }
  }

  /** Sorts recordings by the kind they state; those that state none or another are left out. */
  public static RecordingsByKind of(List<Recording> recordings) {
    Map<RecordingKind, List<Recording>> sorted = new EnumMap<>(RecordingKind.class);
    for (Recording recording : recordings) {
      recording
          .kind()
          .ifPresent(
              kind -> sorted.computeIfAbsent(kind, none -> new ArrayList<>()).add(recording));
    }
    return new RecordingsByKind(sorted);
  }

  /**
   * Opens a recording, or all recordings in a folder and the folders in it, in order of their
   * paths.
   *
   * @throws IOException if there is none, or one cannot be opened
   */
  public static List<Recording> open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder (check the path)");
    }
    List<Recording> recordings = new ArrayList<>();
    for (Path path : below(folder)) {
      recordings.add(Recording.open(path));
    }
    if (recordings.isEmpty()) {
      throw new IOException(
          folder + ": holds no recording (make one: distappguard convert --help)");
    }
    return recordings;
  }

  /**
   * Opens all recordings in several folders, in the order of these.
   *
   * @throws IOException if one of them holds none, or one cannot be opened
   */
  public static List<Recording> open(List<Path> folders) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    for (Path folder : folders) {
      recordings.addAll(open(folder));
    }
    return recordings;
  }

  /**
   * The recordings in a folder and the folders in it, in order of their paths; the folder itself
   * where it is one.
   *
   * @throws IOException also where a link to one leads out of the folder: who filled the folder
   *     could lead anywhere
   */
  public static List<Path> below(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.noneOf(FileVisitOption.class),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (!Recording.isRecording(path)) {
              return FileVisitResult.CONTINUE;
            }
            found.add(path);
            return FileVisitResult.SKIP_SUBTREE; // its versions are not recordings of their own
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (Recording.isRecording(path)) {
              String refusal = path.equals(folder) ? null : ForeignFile.refusal(folder, path);
              if (refusal != null) {
                throw new IOException(
                    path + ": not opened: " + refusal + " (name the recording itself)");
              }
              found.add(path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  /** The recordings of a kind, in the order they were given. */
  public List<Recording> of(RecordingKind kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  /** All of them, in order of their kinds. */
  public List<Recording> all() {
    return byKind.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The application they are of; empty if none says.
   *
   * @throws IOException if they are of several
   */
  public String application() throws IOException {
    String application = "";
    for (Recording recording : all()) {
      String named = recording.header().application();
      if (named != null && !named.equals(application)) {
        if (!application.isEmpty()) {
          throw new IOException(
              recording.folder()
                  + ": application: "
                  + named
                  + " (expected: "
                  + application
                  + ", as the others are of)");
        }
        application = named;
      }
    }
    return application;
  }

  /** Only those with exchanges in them. */
  public RecordingsByKind withExchanges() {
    return only(Recording::hasExchanges);
  }

  /** Only those with calls in them. */
  public RecordingsByKind withCalls() {
    return only(Recording::hasCalls);
  }

  private RecordingsByKind only(Predicate<Recording> wanted) {
    Map<RecordingKind, List<Recording>> some = new EnumMap<>(RecordingKind.class);
    byKind.forEach(
        (kind, recordings) -> some.put(kind, recordings.stream().filter(wanted).toList()));
    return new RecordingsByKind(some);
  }
}
