package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A short-lived system program, run to its end within a time limit. */
public final class Program {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(10);

  private Program() {}

  /** What a program left: its exit code and its standard output and error together. */
  public record Outcome(int exitCode, String output) {}

  /** Runs the program and gives its output; any exit code but 0 is a {@link RangeFailure}. */
  public static String run(List<String> command) {
    return run(USUAL_LIMIT, "", command);
  }

  /** As {@link #run(List)}, with text for its standard input and an own time limit. */
  public static String run(Duration limit, String input, List<String> command) {
    Outcome outcome = attempt(limit, input, command);
    if (outcome.exitCode() != 0) {
      throw new RangeFailure(
          "%s: exit code %d: %s"
              .formatted(String.join(" ", command), outcome.exitCode(), outcome.output().strip()));
    }
    return outcome.output();
  }

  /**
   * Runs the program and leaves judging the exit code to the caller.
   *
   * @throws RangeFailure when it cannot be started or does not end within the limit
   */
  public static Outcome attempt(Duration limit, String input, List<String> command) {
    Path output = null;
    try {
      // A file instead of a pipe: a grandchild that keeps the pipe open must not block us.
      output = Files.createTempFile("range-program", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException endedWithoutReading) {
        // its exit code tells more than the broken pipe
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new RangeFailure(
            "%s: still running after %d s".formatted(String.join(" ", command), limit.toSeconds()));
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(command.getFirst(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RangeFailure("%s: interrupted".formatted(command.getFirst()), e);
    } finally {
      if (output != null) {
        output.toFile().delete();
      }
    }
  }

  /** Whether a program of this name lies on the usual path. */
  public static boolean isInstalled(String name) {
    return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
