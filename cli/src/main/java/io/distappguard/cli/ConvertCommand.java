package io.distappguard.cli;

import io.distappguard.telemetry.Rejections;
import io.distappguard.telemetry.conversion.Conversion;
import io.distappguard.telemetry.conversion.ConversionOptions;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code distappguard convert}. */
@Command(
    name = "convert",
    description =
        "Turns recorded system calls and spans into a recording: a folder of Avro files, schema"
            + " inside, with exchanges summed per interval. Files given together become one"
            + " recording, also with a recording beside them; of several folders each becomes one,"
            + " within the output folder.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard convert --output shop.recording shop.strace",
      "  distappguard convert -o shop.recording web.strace.gz spans.jsonl",
      "  distappguard convert -o monday.recording collected.recording spans.jsonl",
      "  distappguard convert --kind training -o shop.recording traces.json",
      "  distappguard convert --output weekdays raw/monday raw/tuesday",
      "  zstdcat shop.strace.zst | distappguard convert -o shop.recording -"
    })
final class ConvertCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description =
          "Files, plain or compressed by gzip, xz or zstd; folders; - for standard input.")
  private List<String> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where the recording goes; it appears whole or not at all.")
  private Path output = Path.of("");

  @Mixin private FormatOption format = new FormatOption();

  @Option(
      names = "--interval",
      paramLabel = "MILLISECONDS",
      description = "Length of the intervals to sum exchanges over (default: ${DEFAULT-VALUE}).")
  private int intervalMillis = ExchangeFiles.DEFAULT_INTERVAL_MILLIS;

  @Option(names = "--replace", description = "Replace a recording that stands there already.")
  private boolean replace;

  @Option(
      names = "--keep-call-ids",
      description = "Keep the ids of traces and spans, at twice the size, rather than number them.")
  private boolean keepCallIds;

  @Option(
      names = "--compact",
      description =
          "Keep each call once, as its callee saw it, where both sides were recorded, and times in"
              + " steps of a microsecond: half the size.")
  private boolean compact;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "What the run is for, where the input does not say: training, validation-a, validation-b,"
              + " benign-test or attack.")
  private @Nullable String kind;

  @Option(
      names = "--join",
      description =
          "Make one recording of two that are of the same time: the system calls of one, the spans"
              + " of the other. A folder and files given together are joined without it.")
  private boolean join;

  @Option(names = "--json", description = "Print what was made as JSON, one object a recording.")
  private boolean json;

  ConvertCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    if (intervalMillis < 1) {
      throw new ParameterException(
          spec.commandLine(), "--interval: " + intervalMillis + " (expected: >= 1)");
    }
    if (inputs.size() > 1 && inputs.stream().anyMatch(FormatOption::isStandardInput)) {
      throw new ParameterException(
          spec.commandLine(), "-: standard input cannot be joined with other inputs");
    }
    ConversionOptions options =
        new ConversionOptions(
            format.options(intervalMillis), replace, keepCallIds, compact, kind, join);
    List<Conversion> conversions;
    try (ProgressBar bar = root.progressBar("converting", ProgressBar.Unit.BYTES)) {
      if (FormatOption.isStandardInput(inputs.getFirst())) {
        conversions =
            List.of(
                Conversion.convert(
                    format.open(inputs.getFirst(), root.console(), intervalMillis),
                    options,
                    output,
                    bar::update));
      } else {
        conversions =
            Conversion.convert(
                inputs.stream().map(Path::of).toList(), options, output, bar::update);
      }
    }
    for (Conversion conversion : conversions) {
      report(conversion);
    }
    return ExitCode.DONE;
  }

  private void report(Conversion conversion) throws IOException {
    RecordingHeader header = conversion.header();
    root.noteReading(conversion.notes());
    root.noteRejections(header.rejected());
    if (json) {
      root.console().out().println(Json.oneLine(new Made(conversion.folder().toString(), header)));
      return;
    }
    root.console()
        .out()
        .printf(
            "%s: %s and %s of %s over %s; %s of %s events understood%n",
            conversion.folder(),
            Text.count(records(header, "exchanges.avro"), "exchange"),
            Text.count(records(header, "calls.avro"), "call"),
            Text.count(records(header, "containers.avro"), "container"),
            Text.duration((header.endMillis() - header.startMillis()) / 1000.0),
            Text.count(header.accepted()),
            Text.count(header.received()));
  }

  private static long records(RecordingHeader header, String file) {
    RecordingHeader.FileSummary summary = header.files().get(file);
    return summary == null ? 0 : summary.records();
  }

  /** What {@code --json} prints. */
  private record Made(
      String folder,
      long events,
      long accepted,
      List<Rejections.Entry> rejected,
      long exchanges,
      long calls,
      long containers,
      double durationSeconds) {

    Made(String folder, RecordingHeader header) {
      this(
          folder,
          header.received(),
          header.accepted(),
          header.rejected(),
          records(header, "exchanges.avro"),
          records(header, "calls.avro"),
          records(header, "containers.avro"),
          (header.endMillis() - header.startMillis()) / 1000.0);
    }
  }
}
