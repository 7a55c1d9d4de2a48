package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code convert} as a process of its own, stopped by Ctrl-C while its input goes on. */
class StoppedConversionTest {

  private static final int MOST_INPUT = 64 << 20;

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNothingBehind() throws Exception {
    Process process =
        new ProcessBuilder(
                "env",
                "--default-signal=INT", // may be ignored here, and is inherited
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DistAppGuard.class.getName(),
                "convert",
                "--format",
                "strace",
                "--output",
                folder.resolve("web.recording").toString(),
                "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream input = process.getOutputStream()) {
      byte[] sample = ClassArchive.sample();
      // It looks at a good piece of its input before it begins.
      for (int written = 0; left().isEmpty() && written < MOST_INPUT; written += sample.length) {
        input.write(sample);
        input.flush();
      }
      assertThat(left()).isNotEmpty().allMatch(name -> name.startsWith(".web.recording."));
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(left()).isEmpty();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
