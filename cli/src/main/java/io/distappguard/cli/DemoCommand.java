package io.distappguard.cli;

import io.distappguard.evaluation.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code distappguard demo}. */
@Command(
    name = "demo",
    description =
        "Learns a profile from the shipped recordings of a real application, replays its benign"
            + " test and every attack on it, and shows what was found and how sure that is.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard demo",
      "  distappguard demo --report report.html",
      "  distappguard demo --json --quiet > demo.json",
      "  distappguard demo --recordings my-recordings"
    })
final class DemoCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      defaultValue = "distappguard-report.html",
      description =
          "Where to write the report, one file that needs no network (default:"
              + " ${DEFAULT-VALUE}).")
  private Path report = Path.of("");

  @Option(
      names = "--recordings",
      paramLabel = "FOLDER",
      description = "Recordings of another application or run, instead of the shipped ones.")
  private @Nullable Path recordings;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Seed of everything random in learning (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "Seeds to compare the detectors over (default: ${DEFAULT-VALUE}).")
  private int seeds;

  DemoCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    Path from = recordings != null ? recordings : DistAppGuard.home().resolve("recordings");
    if (!Files.isDirectory(from)) {
      throw new NoSuchFileException(from.toString());
    }
    Demo.Result result;
    try (ProgressBar bar = root.progressBar("demo", ProgressBar.Unit.STEPS)) {
      Demo.Progress progress =
          (what, done, total) -> {
            bar.label(what);
            bar.update(done, total);
          };
      result = new Demo(new Demo.Request(from, report, seed, seeds), progress).run();
    }
    if (json) {
      root.console().out().println(result.json().toPrettyString());
    } else {
      root.console().out().print(result.text());
    }
    return ExitCode.DONE;
  }
}
