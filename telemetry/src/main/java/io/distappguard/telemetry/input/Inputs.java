package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Rejections;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens inputs, and finds out by looking at them what they are. */
public final class Inputs {

  static final String NOT_RECOGNISED = "file not recognised";
  static final String NO_COLUMNS = "table without the columns of spans";

  private Inputs() {}

  /**
   * Opens a file or folder, finding out what it is.
   *
   * @throws IOException where it does not exist or is not recognised
   */
  public static TelemetryInput open(Path path) throws IOException {
    return open(path, InputOptions.DEFAULT);
  }

  /**
   * Opens a file or folder.
   *
   * @throws IOException where it does not exist or is not recognised
   */
  public static TelemetryInput open(Path path, InputOptions options) throws IOException {
    return LabelledInput.of(unlabelled(path, options), options.containers());
  }

  private static TelemetryInput unlabelled(Path path, InputOptions options) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "does not exist");
    }
    if (Files.isDirectory(path)) {
      return folder(path, options);
    }
    if (!Files.isRegularFile(path)) { // a pipe that the user named is read as it comes, once
      return unlabelled(Files.newInputStream(path), path.toString(), options);
    }
    InputFormat format = options.format();
    if (format == InputFormat.RECORDING || format == InputFormat.RANGE_RUN) {
      throw new IOException(path + ": format: " + format + " (expected: a folder)");
    }
    TextFile file = TextFile.of(path, path.toString());
    InputFormat found = format == null ? Recognition.of(file, options.columns()) : format;
    if (found == InputFormat.CSV) {
      requireColumns(file.name(), file, options);
    }
    return text(file.stem(), file, found, options);
  }

  /**
   * Opens standard input or another stream that can be read once, as it comes: no more is waited
   * for than what tells the format.
   *
   * @param name how positions name it
   */
  public static TelemetryInput open(InputStream stream, String name, InputOptions options)
      throws IOException {
    return LabelledInput.of(unlabelled(stream, name, options), options.containers());
  }

  private static TelemetryInput unlabelled(InputStream stream, String name, InputOptions options)
      throws IOException {
    PipedBeginning piped = new PipedBeginning(stream, name);
    InputFormat format = options.format();
    InputFormat found = format == null ? piped.recognise(options.columns()) : format;
    if (found == InputFormat.CSV) {
      piped.readFirstLine();
      requireColumns(name, piped.look(), options);
    }
    if (found == null) {
      throw notRecognised(name, piped.look());
    }
    return text(name, new TextFile(name, -1, piped::whole), found, options);
  }

  /**
   * Opens what the collector is writing.
   *
   * @param name how positions name it
   * @param containers a {@code containers.json} that declares which containers there are; null to
   *     take all that are watched and name them by their control groups
   */
  public static TelemetryInput live(
      InputStream stream, String name, @Nullable Path containers, int intervalMillis)
      throws IOException {
    return RangeRun.live(new TextFile(name, -1, () -> stream), containers, intervalMillis);
  }

  private static TelemetryInput text(
      String name, TextFile file, @Nullable InputFormat format, InputOptions options)
      throws IOException {
    if (format == null) {
      throw notRecognised(file.name(), file);
    }
    boolean isOfExchanges = format.isOfExchanges();
    if (!isOfExchanges && !format.isOfSpans()) {
      throw new IOException(file.name() + ": format: " + format + " (expected: a folder)");
    }
    return new TextInput(
        format,
        name,
        RecordingLabels.NONE,
        options.intervalMillis(),
        isOfExchanges ? List.of(traced(file, format, options)) : List.of(),
        isOfExchanges ? List.of() : List.of(new SpanFile(file, format, options.columns())),
        new Intake());
  }

  private static TelemetryInput folder(Path folder, InputOptions options) throws IOException {
    InputFormat format = options.format();
    if (format == InputFormat.RECORDING || format == null && Recording.isRecording(folder)) {
      return new RecordingInput(folder);
    }
    if (format == InputFormat.RANGE_RUN || format == null && RangeRun.is(folder)) {
      return RangeRun.open(folder, options);
    }
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    FolderContents contents = FolderContents.of(folder);
    if (contents.recording().isEmpty()) {
      return files(name, contents.files(), options, contents.unread());
    }
    TelemetryInput recording = new RecordingInput(contents.recording().getFirst());
    return contents.files().isEmpty()
        ? files(name, List.of(), options, contents.unread()) // which says what is there
        : join(name, recording, files(name, contents.files(), options, contents.unread()));
  }

  /**
   * Joins the system calls of one input with the spans of another.
   *
   * @throws IOException where both have the one or the other, or their labels differ
   */
  public static TelemetryInput join(String name, TelemetryInput one, TelemetryInput other)
      throws IOException {
    return JoinedInput.of(name, one, other);
  }

  /**
   * Opens files that belong together: system calls, one file a container or host, and spans. Their
   * format holds for all of them; where none is named it is found out for each.
   */
  public static TelemetryInput files(String name, List<Path> paths, InputOptions options)
      throws IOException {
    return LabelledInput.of(files(name, paths, options, new Intake()), options.containers());
  }

  /** What the collector wrote is told apart by the containers that are declared. */
  private static TextInput.Traced traced(TextFile file, InputFormat format, InputOptions options)
      throws IOException {
    Path containers = options.containers();
    return containers != null && format == InputFormat.COLLECTOR
        ? RangeRun.collected(file, RangeRun.declared(containers).declared())
        : TextInput.Traced.unlabelled(file, format);
  }

  private static TelemetryInput files(
      String name, List<Path> paths, InputOptions options, Intake unreadable) throws IOException {
    List<TextInput.Traced> traced = new ArrayList<>();
    List<SpanFile> spans = new ArrayList<>();
    TextFile table = null;
    TextFile unknown = null;
    for (Path path : paths) {
      TextFile file = TextFile.of(path, path.toString());
      InputFormat format = options.format();
      InputFormat found = format == null ? Recognition.of(file, options.columns()) : format;
      if (found != null && found.isOfExchanges()) {
        traced.add(traced(file, found, options));
      } else if (found == null || !found.isOfSpans()) {
        String told = Recognition.unreadable(file);
        unreadable.reject(told == null ? NOT_RECOGNISED : told, path + ":1");
        unknown = file;
      } else if (found == InputFormat.CSV && !missingColumns(file, options).isEmpty()) {
        unreadable.reject(NO_COLUMNS, path + ":1");
        table = file;
      } else {
        spans.add(new SpanFile(file, found, options.columns()));
      }
    }
    if (traced.isEmpty() && spans.isEmpty()) {
      if (table != null) {
        requireColumns(table.name(), table, options);
      }
      throw paths.isEmpty()
          ? nothingToRead(name, unreadable)
          : notRecognised(firstAndMore(paths), unknown);
    }
    return new TextInput(
        traced.isEmpty() ? spans.getFirst().format() : traced.getFirst().format(),
        name,
        RecordingLabels.NONE,
        options.intervalMillis(),
        traced,
        spans,
        unreadable);
  }

  private static IOException nothingToRead(String name, Intake unreadable) {
    StringBuilder found = new StringBuilder();
    for (Rejections.Entry entry : unreadable.rejections().entries()) {
      found
          .append("; ")
          .append(entry.firstPosition().replaceFirst(":1$", ""))
          .append(entry.count() > 1 ? " and " + (entry.count() - 1) + " more: " : ": ")
          .append(entry.reason());
    }
    return new IOException(name + ": no file in this folder to read" + found);
  }

  private static String firstAndMore(List<Path> paths) {
    String first = paths.getFirst().toString();
    return paths.size() == 1 ? first : first + " and " + (paths.size() - 1) + " more";
  }

  private static String missingColumns(TextFile file, InputOptions options) throws IOException {
    return options.columns().missing(Recognition.firstLine(file));
  }

  /** A whole table of refused lines would hide that its columns only need to be named. */
  private static void requireColumns(String name, TextFile file, InputOptions options)
      throws IOException {
    String missing = missingColumns(file, options);
    if (!missing.isEmpty()) {
      throw new IOException(
          name + ":1: no column for: " + missing + " (say which with --columns FIELD=COLUMN,...)");
    }
  }

  private static IOException notRecognised(String name, @Nullable TextFile file)
      throws IOException {
    String told = file == null ? null : Recognition.unreadable(file);
    if (told != null) {
      return new IOException(name + ": not readable as it is: " + told);
    }
    return new IOException(
        name
            + ": format not recognised (expected: "
            + InputFormat.known()
            + "; name it with --format)");
  }
}
