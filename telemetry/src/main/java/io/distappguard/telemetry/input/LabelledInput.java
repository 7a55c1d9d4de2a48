package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An input whose containers a {@code containers.json} names that does not stand beside it. What it
 * does not name keeps the name its source gives it. Not thread-safe.
 */
final class LabelledInput implements TelemetryInput {

  static final String NOT_DECLARED = "container that is not declared: goes by the source's name";
  static final String NOT_MET = "container that is declared and did not come";

  private final TelemetryInput input;
  private final Path file;
  private final ContainersFile containers;

  private LabelledInput(TelemetryInput input, Path file, ContainersFile containers) {
    this.input = input;
    this.file = file;
    this.containers = containers;
  }

  /**
   * The input with the names of this file; the input itself where there is no file.
   *
   * @throws IOException where the file cannot be read, or the input has one of its own
   */
  static TelemetryInput of(TelemetryInput input, @Nullable Path file) throws IOException {
    if (file == null) {
      return input;
    }
    if (input.format() == InputFormat.RANGE_RUN) {
      throw new IOException(
          file
              + ": "
              + input.name()
              + " has a containers.json of its own (leave out --containers, or name its files)");
    }
    return new LabelledInput(input, file, RangeRun.declared(file));
  }

  @Override
  public InputFormat format() {
    return input.format();
  }

  @Override
  public String name() {
    return input.name();
  }

  @Override
  public int intervalMillis() {
    return input.intervalMillis();
  }

  /** What the input says itself comes first. */
  @Override
  public RecordingLabels labels() {
    RecordingLabels own = input.labels();
    return new RecordingLabels(
        own.application() == null ? containers.application() : own.application(),
        own.run() == null ? containers.run() : own.run(),
        own.kind(),
        Stream.concat(own.networks().stream(), containers.declaredNetworks().stream())
            .distinct()
            .toList(),
        own.startMillis(),
        own.endMillis(),
        own.serveMillis(),
        own.events(),
        own.calendar());
  }

  @Override
  public Optional<RecordingHeader> source() {
    return input.source();
  }

  @Override
  public boolean hasExchanges() {
    return input.hasExchanges();
  }

  @Override
  public boolean hasCalls() {
    return input.hasCalls();
  }

  /**
   * As of any input.
   *
   * @throws IOException also where the file names none of the containers
   */
  @Override
  public Intake readExchanges(ExchangeSink sink, Progress progress) throws IOException {
    DeclaredContainers declared = containers.declared();
    LabelledExchanges labelled = new LabelledExchanges(sink, declared, nameOfOnly());
    Intake intake;
    try {
      intake = input.readExchanges(labelled, progress);
    } catch (IllegalArgumentException other) {
      if (declared.isAnyMet()) {
        throw other;
      }
      throw namesNone(labelled.notDeclared(), other); // which is why it seems another application
    }
    if (!declared.isAnyMet() && intake.accepted() > 0) {
      throw namesNone(labelled.notDeclared(), null);
    }
    labelled.notDeclared().forEach(name -> intake.note(NOT_DECLARED, name));
    declared.notMet().forEach(name -> intake.note(NOT_MET, name));
    return intake;
  }

  @Override
  public CallReader openCalls(Progress progress) throws IOException {
    return input.openCalls(progress);
  }

  /**
   * A strace file is of one container: it need not be called like it, nor can standard input be.
   */
  private @Nullable String nameOfOnly() {
    return input.format() == InputFormat.STRACE ? input.name() : null;
  }

  private IOException namesNone(List<String> came, @Nullable Exception cause) {
    return new IOException(
        file
            + ": names none of the containers of "
            + input.name()
            + (came.isEmpty() ? "" : " (" + String.join(", ", came) + ")")
            + " by \"cgroup\", by \"name\" or by the file in \"strace\"",
        cause);
  }
}
