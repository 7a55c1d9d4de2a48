package io.distappguard.cli;

import io.distappguard.telemetry.conversion.Conversion;
import io.distappguard.telemetry.conversion.ConversionOptions;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.InputOptions;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code distappguard record}. */
@Command(
    name = "record",
    description =
        "Records the system calls of this host, or of some of its control groups, with the eBPF"
            + " collector, until Ctrl-C or for a time. Needs Linux 5.17 or newer, and root or"
            + " CAP_BPF and CAP_PERFMON.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard record --duration 10m -o monday.recording",
      "  distappguard record --cgroup /kubepods.slice -o shop.recording",
      "  distappguard record --containers containers.json -o shop.recording"
    })
final class RecordCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where the recording goes; it appears whole or not at all.")
  private Path output = Path.of("");

  @Option(
      names = "--cgroup",
      paramLabel = "PATH",
      description =
          "Watch this control group and those below it alone; may be repeated. A folder below the"
              + " mounted cgroup2 file system, or its path there.")
  private List<String> cgroups = List.of();

  @Option(
      names = "--containers",
      paramLabel = "FILE",
      description =
          "A containers.json that declares names, roles and images of containers by their control"
              + " groups; others are left out.")
  private @Nullable Path containers;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "End after this time: 90s, 10m, 2h (default: at Ctrl-C).")
  private @Nullable Duration duration;

  @Option(
      names = "--interval",
      paramLabel = "MILLISECONDS",
      description = "Length of the intervals to sum exchanges over (default: ${DEFAULT-VALUE}).")
  private int intervalMillis = ExchangeFiles.DEFAULT_INTERVAL_MILLIS;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "What the run is for: training, validation-a, validation-b, benign-test or attack.")
  private @Nullable String kind;

  @Option(names = "--replace", description = "Replace a recording that stands there already.")
  private boolean replace;

  @Option(
      names = "--collector",
      paramLabel = "PROGRAM",
      description = "The collector, where it is not that of this installation.")
  private @Nullable Path collector;

  RecordCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    if (intervalMillis < 1) {
      throw new ParameterException(
          spec.commandLine(), "--interval: " + intervalMillis + " (expected: >= 1)");
    }
    if (!replace && Files.exists(output)) {
      throw new FileAlreadyExistsException(output.toString());
    }
    Path declared = containers;
    Path groups = DeclaredGroups.root();
    if (declared != null && groups != null) {
      DeclaredGroups.requireOneOf(declared, groups);
    }
    Path program = collector == null ? CollectorProcess.built(root) : collector;
    try (CollectorProcess running = CollectorProcess.start(program, options())) {
      Interrupts.handle(running::stop);
      root.note(
          "distappguard: recording"
              + (duration == null
                  ? " until Ctrl-C"
                  : " for " + Text.duration(duration.toSeconds())));
      Conversion conversion = convert(running);
      running.awaitEnd();
      report(conversion.header());
      if (records(conversion.header(), "exchanges.avro") == 0) {
        root.note(
            "distappguard: nothing was seen: check the control groups (--cgroup, or \"cgroup\" in"
                + " --containers)");
        return ExitCode.ERROR;
      }
    }
    return ExitCode.DONE;
  }

  private Conversion convert(CollectorProcess running) throws IOException {
    InputOptions input =
        InputOptions.DEFAULT.withFormat(InputFormat.COLLECTOR).withIntervalMillis(intervalMillis);
    PushbackInputStream stream = new PushbackInputStream(running.stream());
    try {
      int first = stream.read();
      if (first < 0) {
        running.awaitEnd(); // it says why
        throw new IOException("the collector ended before it began");
      }
      stream.unread(first);
      return Conversion.convert(
          Inputs.live(stream, "collector", containers, intervalMillis),
          new ConversionOptions(input, replace, false, false, kind, false),
          output,
          (read, total) -> {});
    } catch (IOException exception) {
      running.stop();
      running.awaitEnd(); // its own failure says more
      throw exception;
    }
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    for (String cgroup : cgroups) {
      options.add("--cgroup");
      options.add(cgroup);
    }
    Duration time = duration;
    if (time != null) {
      options.add("--duration");
      options.add(Double.toString(time.toMillis() / 1000.0));
    }
    options.add("--interval");
    options.add(Integer.toString(intervalMillis));
    return options;
  }

  private void report(RecordingHeader header) {
    root.noteRejections(header.rejected());
    for (RecordingHeader.Incomplete gap : header.incomplete()) {
      root.note("distappguard: lost in an interval: " + gap.reason() + ", " + gap.count());
    }
    root.console()
        .out()
        .printf(
            "%s: %s of %s over %s%n",
            output,
            Text.count(records(header, "exchanges.avro"), "exchange"),
            Text.count(records(header, "containers.avro"), "container"),
            Text.duration((header.endMillis() - header.startMillis()) / 1000.0));
  }

  private static long records(RecordingHeader header, String file) {
    RecordingHeader.FileSummary summary = header.files().get(file);
    return summary == null ? 0 : summary.records();
  }

  /** {@code 90s}, {@code 10m}, {@code 2h}, {@code 1h30m}; a bare number is seconds. */
  static final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      try {
        String unit = text.matches("[0-9.]+") ? text + "s" : text;
        Duration duration = Duration.parse("PT" + unit);
        if (duration.isPositive()) {
          return duration;
        }
      } catch (DateTimeParseException wrong) {
        // said below
      }
      throw new TypeConversionException("'" + text + "' (expected: a time such as 90s, 10m, 2h)");
    }
  }
}
