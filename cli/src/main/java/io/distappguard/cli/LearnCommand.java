package io.distappguard.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Learns the profile of an application from recordings. */
@Command(
    name = "learn",
    description = "Learns the profile of an application from recordings.",
    mixinStandardHelpOptions = true)
final class LearnCommand implements Callable<Integer> {

  private final DistAppGuard root;

  LearnCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    root.note("not there yet");
    return ExitCode.ERROR;
  }
}
