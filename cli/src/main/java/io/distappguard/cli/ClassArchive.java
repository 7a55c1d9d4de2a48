package io.distappguard.cli;

import io.distappguard.files.TemporaryFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Runs the small commands once, so that a JVM started with {@code -XX:ArchiveClassesAtExit} writes
 * down the classes they load. The launcher does so after each build: a later start then maps them
 * instead of parsing and verifying some two thousand of them.
 */
final class ClassArchive {

  private final byte[] sample;
  private final Path folder;

  private ClassArchive(byte[] sample, Path folder) {
    this.sample = sample;
    this.folder = folder;
  }

  /** Takes no arguments and prints nothing; fails when a command does. */
  public static void main(String[] arguments) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.make("distappguard-classes")) {
      new ClassArchive(sample(), folder.path()).runAll();
    }
  }

  /** A moment of a web server and its client, as strace shows it. */
  static byte[] sample() throws IOException {
    try (InputStream stream = ClassArchive.class.getResourceAsStream("sample.strace")) {
      return Objects.requireNonNull(stream, "sample.strace").readAllBytes();
    }
  }

  private void runAll() throws IOException {
    String text = Files.write(folder.resolve("sample.strace"), sample).toString();
    String recording = folder.resolve("sample.recording").toString();
    run("--version");
    run("inspect", text);
    run("inspect", "--json", "-");
    run("convert", "--output", recording, text);
    run("inspect", "--json", recording);
  }

  private void run(String... arguments) {
    StringWriter err = new StringWriter();
    Console nowhere =
        new Console(
            new ByteArrayInputStream(sample),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            false);
    if (DistAppGuard.run(nowhere, arguments) != ExitCode.DONE) {
      throw new IllegalStateException(List.of(arguments) + ": " + err);
    }
  }
}
