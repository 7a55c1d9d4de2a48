package io.distappguard.evaluation.command;

import io.distappguard.cli.DistAppGuard;
import io.distappguard.cli.ExitCode;
import io.distappguard.cli.ProgressBar;
import io.distappguard.evaluation.demo.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
      "  distappguard demo --recordings my-recordings",
      "  distappguard demo --full --seeds 5"
    })
final class DemoCommand implements Callable<Integer> {

  private static final int BEHAVIOUR_SEEDS = 5;
  private static final int TRAFFIC_SEEDS = 1;

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
      arity = "1..*",
      paramLabel = "FOLDER",
      description =
          "Folders with recordings of another application or run, instead of the shipped ones.")
  private List<Path> recordings = List.of();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Seed of everything random in learning (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      description =
          "Seeds to compare the detectors over (default: 5 for behaviour, 1 for traffic, whose"
              + " training takes longer).")
  private @Nullable Integer seeds;

  @Option(
      names = "--comparators",
      paramLabel = "WHICH",
      defaultValue = "all",
      description =
          "Comparators to run beside our detectors: none, behaviour, traffic or all (default:"
              + " ${DEFAULT-VALUE}).")
  private Demo.Comparators comparators = Demo.Comparators.ALL;

  @Option(
      names = "--full",
      description =
          "Run the comparators too that take minutes to train: our behaviour detector with a dense"
              + " autoencoder; for traffic LSTM, STID, ASTGCN without attention, one global model.")
  private boolean full;

  DemoCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    List<Path> from =
        recordings.isEmpty() ? List.of(DistAppGuard.home().resolve("recordings")) : recordings;
    int behaviourSeeds = seeds == null ? BEHAVIOUR_SEEDS : seeds;
    int trafficSeeds = seeds == null ? TRAFFIC_SEEDS : seeds;
    Demo.Request request =
        new Demo.Request(from, report, seed, behaviourSeeds, trafficSeeds, comparators, full);
    Demo.Result result;
    try (ProgressBar bar = root.progressBar("demo", ProgressBar.Unit.STEPS)) {
      Demo.Progress progress =
          (what, done, total) -> {
            bar.label(what);
            bar.update(done, total);
          };
      result = new Demo(request, progress).run();
    }
    if (json) {
      root.console().out().println(result.json().toPrettyString());
    } else {
      root.console().out().print(result.text());
    }
    return ExitCode.DONE;
  }
}
