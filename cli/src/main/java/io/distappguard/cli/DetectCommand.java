package io.distappguard.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Finds the windows of a recording in which the application does not behave like itself. */
@Command(
    name = "detect",
    description =
        "Finds the windows of a recording in which the application does not behave like itself.",
    mixinStandardHelpOptions = true)
final class DetectCommand implements Callable<Integer> {

  private final DistAppGuard root;

  DetectCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    root.note("not there yet");
    return ExitCode.ERROR;
  }
}
