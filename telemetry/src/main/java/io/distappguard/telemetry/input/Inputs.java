package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.strace.StraceLine;
import io.distappguard.telemetry.strace.StraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens inputs, and finds out by looking at them what they are. */
public final class Inputs {

  static final String NOT_RECOGNISED = "file not recognised";

  private static final int FIRST_LOOK = 64 * 1024;
  private static final int SECOND_LOOK = 2 * 1024 * 1024;

  private Inputs() {}

  /**
   * Opens a file or folder with intervals of a second.
   *
   * @param format what it is, or null to find out
   */
  public static TelemetryInput open(Path path, @Nullable InputFormat format) throws IOException {
    return open(path, format, StraceReader.DEFAULT_INTERVAL_MILLIS);
  }

  /**
   * Opens a file or folder.
   *
   * @param format what it is, or null to find out
   * @param intervalMillis length of the intervals exchanges are summed over; a recording keeps its
   *     own
   * @throws IOException where it does not exist or is not recognised
   */
  public static TelemetryInput open(Path path, @Nullable InputFormat format, int intervalMillis)
      throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "does not exist");
    }
    if (Files.isDirectory(path)) {
      return folder(path, format, intervalMillis);
    }
    if (format == InputFormat.RECORDING || format == InputFormat.RANGE_RUN) {
      throw new IOException(path + ": format: " + format + " (expected: a folder)");
    }
    TextFile file = TextFile.of(path, path.toString());
    return text(file.stem(), file, format, intervalMillis);
  }

  /**
   * Opens standard input or another stream that can be read once.
   *
   * @param name how positions name it
   */
  public static TelemetryInput open(
      InputStream stream, String name, @Nullable InputFormat format, int intervalMillis)
      throws IOException {
    byte[] beginning = stream.readNBytes(SECOND_LOOK);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(beginning), stream);
    InputFormat found =
        format == null
            ? recognise(
                new TextFile(name, -1, () -> new ByteArrayInputStream(beginning)), SECOND_LOOK)
            : format;
    if (found == null) {
      throw notRecognised(name);
    }
    return text(name, new TextFile(name, -1, () -> whole), found, intervalMillis);
  }

  private static TelemetryInput text(
      String name, TextFile file, @Nullable InputFormat format, int intervalMillis)
      throws IOException {
    InputFormat found = format == null ? recognise(file) : format;
    if (found == null) {
      throw notRecognised(file.name());
    }
    boolean strace = found == InputFormat.STRACE;
    return new TextInput(
        found,
        name,
        RecordingLabels.NONE,
        intervalMillis,
        strace ? List.of(TextInput.Traced.unlabelled(file)) : List.of(),
        strace ? List.of() : List.of(file),
        new Intake());
  }

  private static TelemetryInput folder(
      Path folder, @Nullable InputFormat format, int intervalMillis) throws IOException {
    if (format == InputFormat.RECORDING || format == null && Recording.isRecording(folder)) {
      return new RecordingInput(folder);
    }
    if (format == InputFormat.RANGE_RUN || format == null && RangeRun.is(folder)) {
      return RangeRun.open(folder, intervalMillis);
    }
    List<Path> paths;
    try (Stream<Path> entries = Files.list(folder)) {
      paths = entries.filter(Files::isRegularFile).sorted().toList();
    }
    return files(
        String.valueOf(folder.toAbsolutePath().getFileName()), paths, format, intervalMillis);
  }

  /**
   * Opens text files that belong together: strace text, one file a container, and OTLP JSON.
   *
   * @param format what all of them are, or null to find out for each
   */
  public static TelemetryInput files(
      String name, List<Path> paths, @Nullable InputFormat format, int intervalMillis)
      throws IOException {
    List<TextInput.Traced> traced = new ArrayList<>();
    List<TextFile> spans = new ArrayList<>();
    Intake unreadable = new Intake();
    for (Path path : paths) {
      TextFile file = TextFile.of(path, path.toString());
      InputFormat found = format == null ? recognise(file) : format;
      if (found == InputFormat.STRACE) {
        traced.add(TextInput.Traced.unlabelled(file));
      } else if (found == InputFormat.OTLP_JSON) {
        spans.add(file);
      } else {
        unreadable.reject(NOT_RECOGNISED, path + ":1");
      }
    }
    if (traced.isEmpty() && spans.isEmpty()) {
      throw notRecognised(name);
    }
    return new TextInput(
        traced.isEmpty() ? InputFormat.OTLP_JSON : InputFormat.STRACE,
        name,
        RecordingLabels.NONE,
        intervalMillis,
        traced,
        spans,
        unreadable);
  }

  private static @Nullable InputFormat recognise(TextFile file) throws IOException {
    InputFormat found = recognise(file, FIRST_LOOK);
    return found == null ? recognise(file, SECOND_LOOK) : found;
  }

  private static @Nullable InputFormat recognise(TextFile file, int bytes) throws IOException {
    byte[] beginning;
    try (InputStream stream = file.open()) {
      beginning = beginning(stream, bytes);
    } catch (DamagedStreamException exception) {
      return null;
    }
    String text = new String(beginning, StandardCharsets.ISO_8859_1).stripLeading();
    if (text.startsWith("{") || text.startsWith("[")) {
      return text.contains("\"resourceSpans\"") ? InputFormat.OTLP_JSON : null;
    }
    StraceLine line = new StraceLine();
    LineReader lines = new LineReader(new ByteArrayInputStream(beginning), file.name());
    while (lines.next()) {
      if (lines.from() < lines.to()
          && line.parse(lines.buffer(), lines.from(), lines.to()) == null) {
        return InputFormat.STRACE;
      }
    }
    return null;
  }

  /** As much of the beginning as a damaged stream gives. */
  private static byte[] beginning(InputStream stream, int most) throws IOException {
    byte[] bytes = new byte[most];
    int length = 0;
    try {
      for (int read = 0; length < most && read >= 0; length += Math.max(0, read)) {
        read = stream.read(bytes, length, most - length);
      }
    } catch (DamagedStreamException exception) {
      // what came before may tell
    }
    return java.util.Arrays.copyOf(bytes, length);
  }

  private static IOException notRecognised(String name) {
    return new IOException(
        name
            + ": format not recognised (expected: "
            + InputFormat.known()
            + "; name it with --format)");
  }
}
