package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistAppGuardTest {

  @ParameterizedTest
  @ValueSource(strings = {"convert", "inspect", "learn", "detect"})
  void everyCommandHasHelpWithExamples(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Examples:", "  distappguard " + command + " ", "--quiet");
  }

  @Test
  void helpListsTheExitCodes() {
    assertThat(CommandLineRun.of("--help").out())
        .contains("Exit codes:", "0   done, and nothing found", "3   done, and anomalies found");
  }

  @Test
  void sayingNothingAsksForACommand() {
    CommandLineRun run = CommandLineRun.of();

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("distappguard: Missing required subcommand");
  }

  @Test
  void aMisspelledCommandIsWrongUsage() {
    CommandLineRun run = CommandLineRun.of("inspekt", "x");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("inspekt", "Try: distappguard --help");
  }

  @Test
  void versionNamesTheJvmToo() {
    assertThat(CommandLineRun.of("--version").out()).contains("distappguard ", "Java 2");
  }
}
