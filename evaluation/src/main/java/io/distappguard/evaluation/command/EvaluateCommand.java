package io.distappguard.evaluation.command;

import io.distappguard.cli.DistAppGuard;
import io.distappguard.cli.ExitCode;
import io.distappguard.cli.ProgressBar;
import io.distappguard.evaluation.roads.RoadSpeedResult;
import io.distappguard.evaluation.roads.RoadSpeedStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code distappguard evaluate}: experiments on data that is not shipped. */
@Command(
    name = "evaluate",
    description = "Measures parts of the detectors on public data that others measured on.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "EXPERIMENT",
    footerHeading = "%nExamples:%n",
    footer = {"  distappguard evaluate los-speed --data los-speed"})
final class EvaluateCommand {

  private final DistAppGuard root;

  EvaluateCommand(DistAppGuard root) {
    this.root = root;
  }

  @Command(
      name = "los-speed",
      description =
          "Forecasts a week of road speeds by the traffic detector's network, an hour from the"
              + " hour before, and holds it against persistence. Some minutes a seed.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  distappguard evaluate los-speed --data los-speed",
        "  distappguard evaluate los-speed --data los-speed --seeds 1"
      })
  int losSpeed(
      @Option(
              names = "--data",
              required = true,
              paramLabel = "FOLDER",
              description = "Folder with los_speed.csv and los_adj.csv, as T-GCN publishes them.")
          Path data,
      @Option(
              names = "--seeds",
              paramLabel = "COUNT",
              defaultValue = "3",
              description = "Trainings, each with a seed of its own (default: ${DEFAULT-VALUE}).")
          int seeds)
      throws IOException {
    if (!Files.isDirectory(data)) {
      throw new NoSuchFileException(data.toString());
    }
    List<Long> numbers = LongStream.rangeClosed(1, Math.max(1, seeds)).boxed().toList();
    RoadSpeedResult result;
    try (ProgressBar bar = root.progressBar("los-speed", ProgressBar.Unit.STEPS)) {
      result =
          RoadSpeedStudy.run(
              data,
              numbers,
              (what, done, total) -> {
                bar.label(what);
                bar.update(done, total);
              });
    }
    root.console().out().print(result.text());
    return ExitCode.DONE;
  }
}
