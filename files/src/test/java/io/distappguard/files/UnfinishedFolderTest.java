package io.distappguard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfinishedFolderTest {

  @TempDir Path folder;

  /** What a process does that is told to end. */
  static final class Filling {

    private Filling() {}

    public static void main(String[] arguments) throws Exception {
      try (UnfinishedFolder unfinished = UnfinishedFolder.beside(Path.of(arguments[0]))) {
        Files.writeString(unfinished.path().resolve("file"), "half of it");
        System.out.println("filling");
        Thread.sleep(60_000);
      }
    }
  }

  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void leavesNothingWhenTheProcessIsToldToEnd(String signal) throws Exception {
    Process process =
        new ProcessBuilder(
                "env",
                "--default-signal=" + signal, // may be ignored here, and is inherited
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Filling.class.getName(),
                folder.resolve("target").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("filling");
      assertThat(left()).hasSize(2).allMatch(name -> name.startsWith(".target."));
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void replacesTheWholeFolder() throws IOException {
    for (String text : new String[] {"old", "new"}) {
      try (UnfinishedFolder unfinished = UnfinishedFolder.beside(folder.resolve("target"))) {
        Files.writeString(unfinished.path().resolve(text), text);
        unfinished.putInPlace();
      }
    }
    assertThat(left()).containsExactly("target");
    Path now = CurrentVersion.of(folder.resolve("target"));
    assertThat(now.resolve("new")).hasContent("new");
    assertThat(now.resolve("old")).doesNotExist();
    assertThat(folder.resolve("target/old")).doesNotExist();
  }

  @Test
  void closedBeforeItIsGone() throws IOException {
    UnfinishedFolder unfinished = UnfinishedFolder.beside(folder.resolve("deep/target"));
    Files.createDirectories(unfinished.path().resolve("inner"));
    unfinished.close();
    assertThat(folder.resolve("deep")).isEmptyDirectory();
    assertThatThrownBy(unfinished::putInPlace).isInstanceOf(IOException.class);
  }

  private String[] left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
    }
  }
}
