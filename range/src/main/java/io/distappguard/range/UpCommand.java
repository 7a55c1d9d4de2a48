package io.distappguard.range;

import io.distappguard.range.deployment.Deployment;
import io.distappguard.range.deployment.RangeLock;
import io.distappguard.range.recording.Recorder;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: starts the application and returns once it serves. */
@Command(name = "up", description = "Start the application and return once it serves.")
final class UpCommand implements Callable<Integer> {
  @Mixin final RangeOptions options = new RangeOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of everything random in the services (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--record", description = "Record system calls, with strace, into DIR/recording.")
  boolean record;

  @Override
  public Integer call() {
    options.requireMachine(
        record
            ? RangeOptions.programsForRecording(Recorder.STRACE)
            : RangeOptions.programsForServing());
    try (RangeLock lock = RangeLock.take(options.naming())) {
      start();
    }
    return 0;
  }

  private void start() {
    // The collector would end with this command; strace stays with what it is around.
    Recorder recorder = record ? Recorder.STRACE : Recorder.NONE;
    Deployment deployment =
        new Deployment(
            new Deployment.Settings(
                options.naming(), options.directory, options.cache, "up", seed, recorder, record),
            System.out);
    AtomicBoolean serving = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              if (!serving.get()) {
                System.err.println("not serving: removing what was started");
                deployment.remove();
              }
            }));
    deployment.start();
    serving.set(true);
  }
}
