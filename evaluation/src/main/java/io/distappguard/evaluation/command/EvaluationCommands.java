package io.distappguard.evaluation.command;

import io.distappguard.cli.AddedCommands;
import io.distappguard.cli.DistAppGuard;
import java.util.List;
import picocli.CommandLine;

/** {@code distappguard demo} and {@code distappguard evaluate}. */
public final class EvaluationCommands implements AddedCommands {

  @Override
  public List<CommandLine> commands(DistAppGuard root) {
    return List.of(
        new CommandLine(new DemoCommand(root)),
        new CommandLine(new EvaluateCommand(root)).addSubcommand(new ForecastingCommand(root)));
  }
}
