package io.distappguard.range.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The eBPF collector over all containers of a range. Ends with us: it watches its standard input.
 */
public final class SystemCallCollector {
  /** The stream within a recording. */
  public static final String STREAM = "collector.stream";

  private static final int START_SECONDS = 20;
  private static final int END_SECONDS = 20;

  private final Process process;
  private final Path log;

  private SystemCallCollector(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Where the program is, built or not. */
  public static Path program() {
    return folder().resolve("target/collector");
  }

  private static Path folder() {
    return Path.of(System.getProperty("distappguard.home", "."), "collector");
  }

  /** Builds it where that was not done; gives why it does not work here, empty if it does. */
  public static String problem() {
    try {
      if (!Files.isExecutable(program())) {
        String built = output(List.of("make", "-s", "-C", folder().toString()));
        if (!Files.isExecutable(program())) {
          return "the collector does not build (apt-get install clang libbpf-dev bpftool libelf-dev"
              + " zlib1g-dev make): "
              + built.strip().lines().reduce("", (first, last) -> last);
        }
      }
      String said = output(List.of(program().toString(), "--check")).strip();
      return said.endsWith("works here") ? "" : said;
    } catch (IOException e) {
      return "the collector cannot be built: " + e.getMessage();
    }
  }

  /**
   * Starts it, and returns when it counts.
   *
   * @param group control group that holds those of all containers
   * @param recording the recording's folder
   * @param log where to put what it says
   * @throws IOException when it does not begin in time
   */
  public static SystemCallCollector start(Path group, Path recording, Path log) throws IOException {
    Path stream = recording.resolve(STREAM);
    Process process =
        new ProcessBuilder(
                program().toString(),
                "--cgroup",
                group.toString(),
                "--until-input-closes",
                "--verbose")
            .redirectOutput(stream.toFile())
            .redirectError(log.toFile())
            .start();
    SystemCallCollector collector = new SystemCallCollector(process, log);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (Files.size(stream) == 0) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroy();
        throw new IOException("the collector did not begin: " + Files.readString(log).strip());
      }
      pause();
    }
    return collector;
  }

  /**
   * Lets it write what it has counted and end.
   *
   * @throws IOException when it failed
   */
  public void stop() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the collector did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new IOException("interrupted while the collector ended", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException("the collector failed: " + Files.readString(log).strip());
    }
  }

  private static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(
        process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the collector began", e);
    }
  }
}
