package io.distappguard.range;

import io.distappguard.range.recording.Recorder;
import io.distappguard.range.scenario.Plan;
import io.distappguard.range.scenario.PlanFile;
import io.distappguard.range.scenario.RecordedRun;
import io.distappguard.range.scenario.Truth;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: one recorded run by a plan. */
@Command(name = "run", description = "One recorded run by a plan, on a fresh deployment.")
final class RunCommand implements Callable<Integer> {
  @Mixin final RangeOptions options = new RangeOptions();

  @Mixin final RecorderOption recorders = new RecorderOption();

  @Option(names = "--plan", required = true, paramLabel = "FILE", description = "The plan, JSON.")
  Path plan = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RAWDIR",
      description = "Where the recording goes; must not exist.")
  Path out = Path.of("");

  @Override
  public Integer call() {
    Plan read = PlanFile.read(plan);
    Recorder recorder = read.systemCalls() ? recorders.recorder() : Recorder.NONE;
    options.requireMachine(RangeOptions.programsFor(read, recorder));
    Truth truth =
        new RecordedRun(options.naming(), options.directory, options.cache, recorder)
            .carryOut(read, out, System.out);
    System.out.printf(
        "recorded %s: %.0f s of serving, %d events%n",
        out, (truth.endMillis() - truth.serveMillis()) / 1000.0, truth.events().size());
    return 0;
  }
}
