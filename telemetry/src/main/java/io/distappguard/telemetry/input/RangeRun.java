package io.distappguard.telemetry.input;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.files.ForeignFile;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.collector.CollectorReader;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder a recorded run of the range leaves. */
final class RangeRun {

  static final String MISSING = "file missing";
  static final String OUTSIDE = "file outside the folder";

  private static final String CONTAINERS = "containers.json";
  private static final String TRUTH = "truth.json";
  private static final String[] COMPRESSIONS = {"", ".zst", ".gz", ".xz"};

  private RangeRun() {}

  static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(CONTAINERS));
  }

  static TextInput open(Path folder, InputOptions options) throws IOException {
    ContainersFile containers =
        json(within(folder, folder.resolve(CONTAINERS)), ContainersFile.class);
    Path truthFile = folder.resolve(TRUTH);
    @Nullable TruthFile truth =
        Files.exists(truthFile) ? json(within(folder, truthFile), TruthFile.class) : null;
    Intake unreadable = new Intake();
    List<TextInput.Traced> traced = new ArrayList<>();
    Set<String> spanFiles = new LinkedHashSet<>();
    for (ContainersFile.Entry labels : containers.entries()) {
      String strace = labels.strace();
      if (strace != null && !strace.isEmpty()) {
        TextFile file = file(folder, strace, unreadable);
        if (file != null) {
          traced.add(traced(labels.toContainer(), file, options));
        }
      }
      String name = labels.spans();
      if (name != null && !name.isEmpty()) {
        spanFiles.add(name);
      }
    }
    String collector = containers.collector();
    if (collector != null && !collector.isEmpty()) {
      TextFile file = file(folder, collector, unreadable);
      if (file != null) {
        traced.add(collected(file, containers.declared()));
      }
    }
    List<SpanFile> spans = new ArrayList<>();
    for (String name : spanFiles) {
      // a service that was never called wrote none
      if (existing(folder, name) != null) {
        TextFile file = file(folder, name, unreadable);
        if (file != null) {
          spans.add(spans(file, options));
        }
      }
    }
    String run =
        containers.run() == null
            ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
            : containers.run();
    RecordingLabels labels =
        new RecordingLabels(
            containers.application(),
            run,
            truth == null ? null : truth.kind(),
            containers.declaredNetworks(),
            truth == null ? null : truth.startMillis(),
            truth == null ? null : truth.endMillis(),
            truth == null ? null : truth.serveMillis(),
            truth == null ? List.of() : orEmpty(truth.events()),
            truth == null ? null : truth.calendar());
    return new TextInput(
        InputFormat.RANGE_RUN, run, labels, options.intervalMillis(), traced, spans, unreadable);
  }

  /** The range writes strace text; who records with its layout may write another format. */
  private static TextInput.Traced traced(Container container, TextFile file, InputOptions options)
      throws IOException {
    InputFormat found = Recognition.of(file, options.columns());
    InputFormat format = found != null && found.isOfExchanges() ? found : InputFormat.STRACE;
    return new TextInput.Traced(container, file, format);
  }

  /**
   * What the collector is writing, read while it does.
   *
   * @param containers a {@code containers.json}, or null: then every container is named by its
   *     control group
   */
  static TextInput live(TextFile file, @Nullable Path containers, int intervalMillis)
      throws IOException {
    ContainersFile declared = containers == null ? null : declared(containers);
    TextInput.Traced traced =
        declared == null
            ? TextInput.Traced.unlabelled(file, InputFormat.COLLECTOR)
            : collected(file, declared.declared());
    RecordingLabels labels =
        declared == null
            ? RecordingLabels.NONE
            : new RecordingLabels(
                declared.application(),
                declared.run(),
                null,
                declared.declaredNetworks(),
                null,
                null,
                null,
                List.of(),
                null);
    return new TextInput(
        InputFormat.COLLECTOR,
        file.name(),
        labels,
        intervalMillis,
        List.of(traced),
        List.of(),
        new Intake());
  }

  /** What the collector wrote, of the declared containers alone. */
  static TextInput.Traced collected(TextFile file, DeclaredContainers declared) {
    Container host = new Container(0, file.stem(), "", null, null, null, 0, List.of());
    return new TextInput.Traced(
        host, file, InputFormat.COLLECTOR, CollectorReader.labelled(declared));
  }

  /** The range writes OTLP JSON; who records with its layout may write another format. */
  private static SpanFile spans(TextFile file, InputOptions options) throws IOException {
    InputFormat found = Recognition.of(file, options.columns());
    InputFormat format = found != null && found.isOfSpans() ? found : InputFormat.OTLP_JSON;
    return new SpanFile(file, format, options.columns());
  }

  private static @Nullable TextFile file(Path folder, String name, Intake unreadable)
      throws IOException {
    Path existing = existing(folder, name);
    if (existing == null) {
      unreadable.reject(MISSING, name + ":1");
      return null;
    }
    if (ForeignFile.refusal(folder, existing) != null) {
      unreadable.reject(OUTSIDE, name + ":1");
      return null;
    }
    return TextFile.of(existing, name);
  }

  private static Path within(Path folder, Path file) throws IOException {
    String refusal = ForeignFile.refusal(folder, file);
    if (refusal != null) {
      throw new IOException(file + ": not opened: " + refusal);
    }
    return file;
  }

  private static @Nullable Path existing(Path folder, String name) {
    for (String compression : COMPRESSIONS) {
      Path path = folder.resolve(name + compression);
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    return null;
  }

  /** A {@code containers.json} that stands anywhere. */
  static ContainersFile declared(Path file) throws IOException {
    return json(file, ContainersFile.class);
  }

  private static <T> T json(Path file, Class<T> type) throws IOException {
    try {
      T read = new ObjectMapper().readValue(file.toFile(), type);
      if (read == null) {
        throw new IOException(file + ":1: null (expected: an object)");
      }
      return read;
    } catch (JacksonException exception) {
      long line = exception.getLocation() == null ? 1 : exception.getLocation().getLineNr();
      throw new IOException(file + ":" + line + ": " + exception.getOriginalMessage(), exception);
    }
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record TruthFile(
      @Nullable String kind,
      @Nullable Long startMillis,
      @Nullable Long endMillis,
      @Nullable Long serveMillis,
      @Nullable List<RecordingHeader.Event> events,
      RecordingHeader.@Nullable Calendar calendar) {}
}
