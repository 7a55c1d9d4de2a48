package io.distappguard.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Learns from the shipped recordings and shows every attack on them. */
@Command(
    name = "demo",
    description = "Learns from the shipped recordings and shows every attack on them.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private final DistAppGuard root;

  DemoCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    root.note("not there yet");
    return ExitCode.ERROR;
  }
}
