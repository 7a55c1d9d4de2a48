package io.distappguard.telemetry.conversion;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.recording.RecordingWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording made of an input.
 *
 * @param folder where the recording is
 * @param header its header
 * @param notes how the input was read, where that is not plain
 */
public record Conversion(Path folder, RecordingHeader header, List<Intake.Note> notes) {

  public Conversion {
    notes = List.copyOf(notes);
  }

  /**
   * Converts inputs to recordings: each folder on its own, files together as one, and with a folder
   * as one with it: the system calls of the one and the spans of the other. One recording becomes
   * {@code target} itself; several become folders within it, named after their runs.
   *
   * @throws IOException where an input is not recognised or a recording stands in the way; what was
   *     finished before stays, of the one that failed nothing does
   */
  public static List<Conversion> convert(
      List<Path> inputs, ConversionOptions options, Path target, Progress progress)
      throws IOException {
    List<TelemetryInput> opened = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (Path input : inputs) {
      if (Files.isRegularFile(input)) {
        files.add(input);
      } else {
        opened.add(Inputs.open(input, options.input()));
      }
    }
    String name = String.valueOf(target.toAbsolutePath().normalize().getFileName());
    boolean mixed = !files.isEmpty() && !opened.isEmpty();
    if (!files.isEmpty()) {
      String first = mixed ? files.getFirst().toString() : name;
      opened.add(Inputs.files(first, files, options.input()));
    }
    if (opened.size() > 1 && (mixed || options.join())) {
      if (opened.size() > 2) {
        throw new IOException(
            "more than two inputs to join: which belong together? (convert each folder with its own"
                + " files)");
      }
      opened = List.of(Inputs.join(name, opened.getFirst(), opened.getLast()));
    }
    List<Conversion> converted = new ArrayList<>();
    for (TelemetryInput input : opened) {
      Path folder = opened.size() == 1 ? target : target.resolve(folderName(input.name()));
      converted.add(convert(input, options, folder, progress));
    }
    return converted;
  }

  /** Converts one input to the recording {@code folder}. */
  public static Conversion convert(
      TelemetryInput input, ConversionOptions options, Path folder, Progress progress)
      throws IOException {
    try (RecordingWriter writer =
        new RecordingWriter(folder, input.intervalMillis(), options.replace())) {
      if (options.keepCallIds()) {
        writer.keepCallIds();
      }
      if (options.compact()) {
        writer.compact();
      }
      Intake intake = new Intake();
      intake.addAll(input.readExchanges(writer, progress));
      intake.addAll(input.readCalls(writer, progress));
      String nothing = intake.nothingUnderstood();
      if (nothing != null && input.format() != InputFormat.RECORDING) {
        throw new IOException(input.name() + ": nothing understood (" + nothing + ")");
      }
      return new Conversion(folder, writer.finish(labels(input, options), intake), intake.notes());
    } catch (UncheckedIOException exception) {
      throw new IOException(folder + ": cannot be written: " + exception.getMessage(), exception);
    }
  }

  private static RecordingLabels labels(TelemetryInput input, ConversionOptions options) {
    RecordingLabels labels = input.labels();
    String kind = options.kind();
    return kind == null || labels.kind() != null ? labels : labels.withKind(kind);
  }

  /** A run's name comes from a file: it must not lead out of the folder. */
  private static String folderName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.startsWith(".") ? "_" + safe : safe;
  }
}
