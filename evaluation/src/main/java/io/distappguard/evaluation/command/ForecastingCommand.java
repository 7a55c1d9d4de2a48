package io.distappguard.evaluation.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.distappguard.cli.DistAppGuard;
import io.distappguard.cli.ExitCode;
import io.distappguard.cli.ProgressBar;
import io.distappguard.evaluation.forecast.ForecastResult;
import io.distappguard.evaluation.forecast.ForecastStudy;
import io.distappguard.evaluation.forecast.ForecastText;
import io.distappguard.evaluation.forecast.ForecastingStudies;
import io.distappguard.evaluation.forecast.TrainTicket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code distappguard evaluate forecasting}. */
@Command(
    name = "forecasting",
    description =
        "Forecasts the calls of an application by our network and by others, on the same series and"
            + " over several seeds, and shows how far each is off.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard evaluate forecasting",
      "  distappguard evaluate forecasting --recordings my-recordings --seeds 3",
      "  distappguard evaluate forecasting --data trainticket-2023-01-29 --json"
    })
final class ForecastingCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Option(
      names = "--recordings",
      paramLabel = "FOLDER",
      description =
          "Recordings that hold calls, of one application (default: the shipped ones, unless --data"
              + " is given).")
  private @Nullable Path recordings;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Traces of TrainTicket of 2023-01-29: its minute files, or the trace.tar.xz that holds"
              + " them.")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "First seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "Seeds to train with (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--json", description = "Print JSON, an object a study, instead of tables.")
  private boolean json;

  ForecastingCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    List<ForecastResult> results = new ArrayList<>();
    Path from = recordings;
    if (from == null && data == null) {
      from = DistAppGuard.home().resolve("recordings");
    }
    if (from != null) {
      results.add(run(ForecastingStudies.recordings(existing(from), seed, seeds)));
    }
    if (data != null) {
      try (TrainTicket trainTicket = TrainTicket.open(existing(data))) {
        results.add(run(ForecastingStudies.trainTicket(trainTicket, seed, seeds)));
      }
    }
    print(results);
    return ExitCode.DONE;
  }

  private ForecastResult run(ForecastStudy.Request request) {
    try (ProgressBar bar = root.progressBar("forecasting", ProgressBar.Unit.STEPS)) {
      ForecastStudy.Progress progress =
          (what, done, total) -> {
            bar.label(what);
            bar.update(done, total);
          };
      return new ForecastStudy(request, progress).run();
    }
  }

  private void print(List<ForecastResult> results) {
    if (json) {
      ArrayNode array = new ObjectMapper().createArrayNode();
      results.forEach(result -> array.add(ForecastText.json(result)));
      root.console().out().println(array.toPrettyString());
    } else {
      root.console()
          .out()
          .print(String.join("\n", results.stream().map(ForecastText::of).toList()));
    }
  }

  private static Path existing(Path folder) throws NoSuchFileException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    return folder;
  }
}
