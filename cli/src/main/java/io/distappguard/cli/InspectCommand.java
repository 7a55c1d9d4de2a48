package io.distappguard.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.telemetry.inspect.Inspection;
import io.distappguard.traffic.chain.DistinctChains;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code distappguard inspect}. */
@Command(
    name = "inspect",
    description =
        "Shows what is in a file of system calls or spans, in a recording, or in a profile.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard inspect shop.strace",
      "  distappguard inspect --json shop.recording",
      "  distappguard inspect --json traces.json",
      "  distappguard inspect capture.scap",
      "  distappguard inspect --columns service=App,start:ms=Begin spans.csv",
      "  distappguard inspect shop.profile",
      "  zstdcat shop.strace.zst | distappguard inspect --format strace -"
    })
final class InspectCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Parameters(
      paramLabel = "INPUT",
      description =
          "A file, plain or compressed by gzip, xz or zstd; a folder; a profile; - for standard"
              + " input.")
  private String input = "";

  @Mixin private FormatOption format = new FormatOption();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  InspectCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    if (!FormatOption.isStandardInput(input) && ApplicationProfile.isProfile(Path.of(input))) {
      ProfileText.Summary profile = ProfileText.summary(Path.of(input));
      print(json ? Json.indented(profile) + System.lineSeparator() : ProfileText.text(profile));
      return ExitCode.DONE;
    }
    Inspection inspection;
    DistinctChains chains = new DistinctChains();
    try (ProgressBar bar = root.progressBar("reading " + input, ProgressBar.Unit.BYTES)) {
      inspection = Inspection.of(format.open(input, root.console()), bar::update, chains);
    }
    print(
        json
            ? Json.indented(new WithChains(inspection, distinctChains(inspection, chains)))
                + System.lineSeparator()
            : InspectionText.of(inspection, distinctChains(inspection, chains)));
    String nothing = inspection.nothingUnderstood();
    if (nothing != null) {
      throw new IOException(input + ": nothing understood (" + nothing + ")");
    }
    return ExitCode.DONE;
  }

  private static @Nullable Integer distinctChains(Inspection inspection, DistinctChains chains) {
    return inspection.traces() == null ? null : chains.count();
  }

  /** An inspection and, where there are traces, how many different chains they are. */
  record WithChains(
      @JsonUnwrapped Inspection inspection,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer distinctChains) {}

  private void print(String text) {
    root.console().out().print(text);
  }
}
