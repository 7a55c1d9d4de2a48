package io.distappguard.range;

import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.recording.Recorder;
import io.distappguard.range.scenario.Plan;
import io.distappguard.range.scenario.PlanFile;
import io.distappguard.range.scenario.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code record}: all plans, one after another. */
@Command(
    name = "record",
    description =
        "Carry out all plans, one after another. What is recorded already is passed over, so an"
            + " interrupted recording is taken up again by the same command.")
final class RecordCommand implements Callable<Integer> {
  @Mixin final RangeOptions options = new RangeOptions();

  @Mixin final RecorderOption recorders = new RecorderOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Gets a folder for each run, named as the plan.")
  Path out = Path.of("");

  @Option(
      names = "--plans",
      paramLabel = "DIR",
      description = "The plans, *.json (default: ${DEFAULT-VALUE}).")
  Path plans = Path.of("range/plans");

  @Option(
      names = "--share",
      paramLabel = "I/N",
      description =
          "Only every N-th plan, from the I-th on, so that N ranges side by side record all of them"
              + " (default: ${DEFAULT-VALUE}).")
  String share = "1/1";

  @Override
  public Integer call() {
    List<Plan> all = share(readAll());
    boolean calls = all.stream().anyMatch(Plan::systemCalls);
    Recorder recorder = calls ? recorders.recorder() : Recorder.NONE;
    options.requireMachine(
        all.stream()
            .flatMap(plan -> RangeOptions.programsFor(plan, recorder).stream())
            .distinct()
            .toList());
    RecordedRun run = new RecordedRun(options.naming(), options.directory, options.cache, recorder);
    List<String> failures = new ArrayList<>();
    for (Plan plan : all) {
      Path rawDirectory = out.resolve(plan.name());
      if (Files.exists(rawDirectory)) {
        System.out.println(rawDirectory + ": recorded already");
        continue;
      }
      System.out.println("== " + plan.name());
      try {
        run.carryOut(plan, rawDirectory, System.out);
        System.out.println("recorded " + rawDirectory);
      } catch (RangeFailure failure) {
        // the others are independent of it
        failures.add(plan.name() + ": " + failure.getMessage());
        System.err.println("social-network: " + failures.getLast());
      }
    }
    System.out.printf("%d of %d plans recorded%n", all.size() - failures.size(), all.size());
    return failures.isEmpty() ? 0 : 1;
  }

  private List<Plan> share(List<Plan> all) {
    Matcher matcher = Pattern.compile("([1-9][0-9]?)/([1-9][0-9]?)").matcher(share);
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) > Integer.parseInt(matcher.group(2))) {
      throw new RangeFailure("share: " + share + " (expected: such as 1/4, up to 4/4)");
    }
    int first = Integer.parseInt(matcher.group(1)) - 1;
    int step = Integer.parseInt(matcher.group(2));
    List<Plan> mine = new ArrayList<>();
    for (int index = first; index < all.size(); index += step) {
      mine.add(all.get(index));
    }
    return mine;
  }

  private List<Plan> readAll() {
    try (Stream<Path> files = Files.list(plans)) {
      List<Plan> all =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(PlanFile::read)
              .toList();
      if (all.isEmpty()) {
        throw new RangeFailure(plans + ": holds no plan (*.json)");
      }
      return all;
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(plans, e.getMessage()), e);
    }
  }
}
