package io.distappguard.evaluation.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.cli.Console;
import io.distappguard.cli.DistAppGuard;
import io.distappguard.cli.ExitCode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"demo", "evaluate"})
  void theCommandFindsThoseOfThisModule(String command) {
    assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).contains("Examples:", "  distappguard " + command, "--quiet");
  }

  @Test
  void helpListsThemBehindThoseThatShip() {
    run("--help");

    assertThat(out.toString()).containsSubsequence("inspect", "detect", "demo", "evaluate");
  }

  @Test
  void anExperimentWithoutItsDataSaysWhatIsMissing() {
    assertThat(run("evaluate", "los-speed", "--data", "no-such-folder")).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).contains("no-such-folder");
  }

  private int run(String... arguments) {
    Console console =
        new Console(
            InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err), false);
    return DistAppGuard.run(console, arguments);
  }
}
