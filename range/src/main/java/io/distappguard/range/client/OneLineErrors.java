package io.distappguard.range.client;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a program of the range: options by picocli, every error one line on standard error. */
public final class OneLineErrors {
  private OneLineErrors() {}

  /** The exit code: what the program returns, 1 after an error, 2 after wrong options. */
  public static int execute(Callable<Integer> program, String... arguments) {
    CommandLine commandLine = new CommandLine(program);
    String name = program.getClass().getSimpleName();
    commandLine.setParameterExceptionHandler((exception, ignored) -> {
      System.err.println(name + ": " + exception.getMessage() + " (see --help)");
      return 2;
    });
    commandLine.setExecutionExceptionHandler((exception, ignored, result) -> {
      String message = exception.getMessage();
      System.err.println(name + ": " + (message == null ? exception.toString() : message));
      return exception instanceof IllegalArgumentException ? 2 : 1;
    });
    return commandLine.execute(arguments);
  }
}
