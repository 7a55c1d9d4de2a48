package io.distappguard.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The eBPF collector while it runs. It ends when it is told to by {@link #stop}, when its time is
 * over, or when we do: it watches its standard input, which closes then.
 */
final class CollectorProcess implements Closeable {

  static final String STRACE_WORKS_TOO =
      "strace works without: docs/watch-your-application.md says how";

  private static final String PACKAGES = "clang libbpf-dev bpftool libelf-dev zlib1g-dev make";

  private final Process process;
  private final List<String> said = new ArrayList<>();
  private final Thread listener;

  private CollectorProcess(Process process) {
    this.process = process;
    this.listener = Thread.ofVirtual().name("what the collector says").start(this::listen);
  }

  /**
   * Starts it.
   *
   * @throws IOException with the reason and what to do about it
   */
  static CollectorProcess start(Path program, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--until-input-closes");
    command.add("--exclude-parent");
    command.addAll(options);
    return new CollectorProcess(new ProcessBuilder(command).start());
  }

  /**
   * The collector of this installation; built if that was not done.
   *
   * @throws IOException where it is neither there nor can be built
   */
  static Path built(DistAppGuard root) throws IOException {
    Path folder = DistAppGuard.home().resolve("collector");
    Path program = folder.resolve("target/collector");
    if (Files.isExecutable(program)) {
      return program;
    }
    if (!Files.exists(folder.resolve("Makefile"))) {
      throw new IOException("no collector at " + program + " (name one with --collector)");
    }
    for (String tool : List.of("clang", "make")) {
      if (!isOnPath(tool)) {
        throw new IOException(
            "the collector is not built and "
                + tool
                + " is missing (apt-get install "
                + PACKAGES
                + "); "
                + STRACE_WORKS_TOO);
      }
    }
    root.note("distappguard: building the collector, first use");
    Process make =
        new ProcessBuilder("make", "-s", "-C", folder.toString()).redirectErrorStream(true).start();
    String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (waitFor(make) != 0) {
      throw new IOException(
          "the collector does not build (are these installed: " + PACKAGES + "?): " + last(output));
    }
    return program;
  }

  /** The stream it writes. */
  InputStream stream() {
    return process.getInputStream();
  }

  /** Asks it to write what it has and end. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // it has ended already
    }
  }

  /**
   * Waits for its end.
   *
   * @throws IOException where it failed
   */
  void awaitEnd() throws IOException {
    int code = waitFor(process);
    try {
      listener.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (code != 0) {
      String reason =
          said.isEmpty() ? "collector: ended with exit code " + code : String.join("; ", said);
      boolean cannotWatch = code == 3;
      throw new IOException(cannotWatch ? reason + "; " + STRACE_WORKS_TOO : reason);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroy();
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (said.size() < 20) {
          said.add(line);
        }
      }
    } catch (IOException ended) {
      // nothing more to hear
    }
  }

  private static int waitFor(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static boolean isOnPath(String tool) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "/usr/bin" : path).split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }

  private static String last(String output) {
    List<String> lines = output.strip().lines().toList();
    return lines.isEmpty() ? "no output" : lines.getLast();
  }
}
