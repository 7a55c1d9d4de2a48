package io.distappguard.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what is in a recording, a trace file or a profile. */
@Command(
    name = "inspect",
    description = "Shows what is in a recording, a trace file or a profile.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

  private final DistAppGuard root;

  InspectCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    root.note("not there yet");
    return ExitCode.ERROR;
  }
}
