package io.distappguard.cli;

import static java.util.Comparator.reverseOrder;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A control group for programs that a test runs under the eBPF collector; gone once closed. */
final class WatchedGroup implements Closeable {

  private static final Path COLLECTOR = Path.of("../collector/target/collector");

  private final Path path;

  private WatchedGroup(Path path) {
    this.path = path;
  }

  /** Makes one; where the collector cannot run the test is skipped, and says why. */
  static WatchedGroup make() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("user.name").equals("root"), "loading BPF programs needs root");
    assumeTrue(
        run(List.of("make", "-s", "-C", "../collector")) == 0 || Files.isExecutable(COLLECTOR),
        "the collector cannot be built (apt-get install clang libbpf-dev bpftool libelf-dev)");
    assumeTrue(
        run(List.of(COLLECTOR.toString(), "--check")) == 0,
        "this kernel does not take the collector");
    Path root = root();
    assumeTrue(root != null, "no cgroup2 file system is mounted (./test mounts one for itself)");
    Path path = root.resolve("distappguard-test-" + ProcessHandle.current().pid());
    return new WatchedGroup(Files.createDirectory(path));
  }

  /** The collector, watching this group until its input closes. */
  ProcessBuilder collector(String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(COLLECTOR.toString(), "--cgroup", path.toString()));
    command.add("--until-input-closes");
    command.addAll(List.of(options));
    return new ProcessBuilder(command);
  }

  /**
   * Returns once the collector counts, which is when its stream begins; fails where it does not.
   */
  static void awaitBeginning(Path stream, Process collector)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 500 && collector.isAlive(); attempt++) {
      if (Files.exists(stream) && Files.size(stream) > 0) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IOException("the collector did not begin");
  }

  /** A command in this group from its first instruction on. */
  List<String> within(String... command) {
    List<String> joining = new ArrayList<>();
    joining.addAll(List.of("sh", "-c", "echo $$ >\"$0\" && exec \"$@\""));
    joining.add(path.resolve("cgroup.procs").toString());
    joining.addAll(List.of(command));
    return joining;
  }

  /** A group of this name within this one, made if it is not there: a container of its own. */
  WatchedGroup containing(String name) throws IOException {
    Path inner = path.resolve(name);
    return new WatchedGroup(Files.isDirectory(inner) ? inner : Files.createDirectory(inner));
  }

  /** Its folder. */
  Path path() {
    return path;
  }

  /** A program of the tests in this group. */
  List<String> withinJava(Class<?> program, String... arguments) {
    return within(java(program, arguments).toArray(String[]::new));
  }

  /** A program of the tests. */
  static List<String> java(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", "target/test-classes"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command; gives its exit code, -1 where there is no such program. */
  static int run(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException missing) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> groups = Files.walk(path)) {
      for (Path group : groups.filter(Files::isDirectory).sorted(reverseOrder()).toList()) {
        Files.delete(group);
      }
    }
  }

  /** Where cgroup2 is mounted; the last, as the collector takes it. */
  private static Path root() throws IOException {
    Path root = null;
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] fields = line.split(" ", -1);
      if (fields[2].equals("cgroup2")) {
        root = Path.of(fields[1]);
      }
    }
    return root;
  }
}
