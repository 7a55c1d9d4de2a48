package io.distappguard.telemetry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Real public captures, where they are, and sysdig, where it is installed. */
public final class RealCaptures {

  /** How many lines {@code sysdig -r} prints of each. */
  public static final Map<String, Integer> EVENTS =
      Map.of(
          "open-multiple-files", 86,
          "cat_write", 85,
          "ping_sendto", 20,
          "syscall", 12,
          "connect_localhost", 8,
          "sample", 402,
          "single_ipv6_conn", 28);

  private RealCaptures() {}

  /** The capture of this name; the test is skipped where it is not there. */
  public static Path capture(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/data/scap").resolve(name + ".scap");
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    assumeTrue(false, "shared/data/scap/" + name + ".scap is not there");
    throw new IllegalStateException(name);
  }

  /** What sysdig prints; the test is skipped where sysdig is not installed. */
  public static List<String> sysdig(Path output, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("sysdig"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException exception) {
      assumeTrue(false, "sysdig is not installed (apt-get install sysdig)");
      throw exception;
    }
    assumeTrue(process.waitFor() == 0, "sysdig cannot read " + List.of(arguments));
    return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1).lines().toList();
  }
}
