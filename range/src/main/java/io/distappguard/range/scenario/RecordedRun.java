package io.distappguard.range.scenario;

import io.distappguard.range.deployment.Deployment;
import io.distappguard.range.deployment.Naming;
import io.distappguard.range.deployment.Program;
import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.deployment.RangeLock;
import io.distappguard.range.deployment.RunFolder;
import io.distappguard.range.recording.Recorder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A plan carried out into a folder of its own. The folder appears under its name only once the run
 * is whole.
 *
 * @param naming the names the kernel knows the range by
 * @param directory holds the range's files while it runs
 * @param cache keeps what is the same for every run
 * @param recorder what records system calls where the plan asks for them
 */
public record RecordedRun(Naming naming, Path directory, Path cache, Recorder recorder) {
  private static final Duration MOVE_LIMIT = Duration.ofMinutes(5);

  /**
   * Runs the plan and leaves its recording in {@code rawDirectory}.
   *
   * @throws RangeFailure when the folder exists, or anything of the run failed; nothing of the
   *     range is left running either way
   */
  public Truth carryOut(Plan plan, Path rawDirectory, PrintStream progress) {
    if (Files.exists(rawDirectory)) {
      throw new RangeFailure(rawDirectory + ": exists already (remove it to record again)");
    }
    try (RangeLock lock = RangeLock.take(naming)) {
      return record(plan, rawDirectory, progress);
    }
  }

  private Truth record(Plan plan, Path rawDirectory, PrintStream progress) {
    RunFolder folder = new RunFolder(directory);
    folder.remove(); // a recording that a killed run left half done
    Deployment deployment =
        new Deployment(
            new Deployment.Settings(
                naming,
                directory,
                cache,
                plan.name(),
                plan.seed(),
                plan.systemCalls() ? recorder : Recorder.NONE,
                false),
            progress);
    AtomicBoolean removed = new AtomicBoolean();
    Thread hook =
        new Thread(() -> {
          if (!removed.get()) {
            deployment.remove();
          }
        });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Truth truth = new ScenarioRunner(plan, deployment, progress).run();
      keep(folder.recording(), rawDirectory);
      return truth;
    } finally {
      deployment.remove();
      removed.set(true);
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private static void keep(Path recording, Path rawDirectory) {
    Path target = rawDirectory.toAbsolutePath();
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
    Path parent = target.getParent();
    if (parent != null) {
      RunFolder.createDirectories(parent);
    }
    RunFolder.deleteRecursively(unfinished);
    // mv copies where the folders lie on different file systems
    Program.run(MOVE_LIMIT, "", List.of("mv", recording.toString(), unfinished.toString()));
    try {
      Files.move(unfinished, target);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(target, e.getMessage()), e);
    }
  }
}
