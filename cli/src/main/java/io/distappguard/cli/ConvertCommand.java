package io.distappguard.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Turns recorded system calls and spans into a recording. */
@Command(
    name = "convert",
    description = "Turns recorded system calls and spans into a recording.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  private final DistAppGuard root;

  ConvertCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    root.note("not there yet");
    return ExitCode.ERROR;
  }
}
