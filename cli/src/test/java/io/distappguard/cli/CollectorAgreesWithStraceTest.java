package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same run of a program, seen by strace and by the eBPF collector at once. */
class CollectorAgreesWithStraceTest {

  private static final Path COLLECTOR = Path.of("../collector/target/collector");

  private static final String CALLS =
      "read,write,readv,writev,sendto,recvfrom,sendmsg,recvmsg,close,dup2,dup3,socket,connect,"
          + "accept,accept4,bind,listen,clone,clone3,execve,exit_group";

  @TempDir Path folder;
  private Path group;

  @BeforeEach
  void makeControlGroup() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("user.name").equals("root"), "loading BPF programs needs root");
    assumeTrue(run("strace", "-V") == 0, "strace is not installed (apt-get install strace)");
    assumeTrue(
        Files.isExecutable(COLLECTOR) || run("make", "-s", "-C", "../collector") == 0,
        "the collector cannot be built (apt-get install clang libbpf-dev bpftool libelf-dev)");
    assumeTrue(
        run(COLLECTOR.toString(), "--check") == 0, "this kernel does not take the collector");
    Path root = cgroupRoot();
    assumeTrue(root != null, "no cgroup2 file system is mounted");
    group = root.resolve("distappguard-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
  }

  @AfterEach
  void removeControlGroup() throws IOException {
    if (group != null) {
      Files.deleteIfExists(group);
    }
  }

  @Test
  void bothSeeTheSameBytesOnEveryConnection() throws IOException, InterruptedException {
    Path stream = folder.resolve("conversation.stream");
    Process collector =
        new ProcessBuilder(
                COLLECTOR.toString(), "--cgroup", group.toString(), "--until-input-closes")
            .redirectOutput(stream.toFile())
            .redirectError(folder.resolve("collector.log").toFile())
            .start();
    try {
      awaitBytes(stream, collector);
      assertThat(converse(folder.resolve("conversation.strace"))).isZero();
    } finally {
      collector.getOutputStream().close();
      assertThat(collector.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    Connections byStrace = Connections.of(folder.resolve("conversation.strace"));
    Connections byCollector = Connections.of(stream);

    assertThat(byCollector.sums).hasSize(80).isEqualTo(byStrace.sums);
    assertThat(byCollector.lost).isEmpty();
    assertThat(byCollector.controls).isEqualTo(byStrace.controls);
  }

  /** Runs the program under strace within the control group; gives its exit code. */
  private int converse(Path strace) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(
        "strace",
        "-f",
        "-ttt",
        "-yy",
        "-s",
        "16",
        "--seccomp-bpf",
        "-e",
        "signal=none",
        "-e",
        "trace=" + CALLS,
        "-o",
        strace.toString(),
        "--",
        "sh",
        "-c",
        "echo $$ >\"$0\" && exec \"$@\"",
        group.resolve("cgroup.procs").toString(),
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        "target/test-classes",
        TcpConversation.class.getName());
  }

  private static void awaitBytes(Path stream, Process collector)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 500 && collector.isAlive(); attempt++) {
      if (Files.exists(stream) && Files.size(stream) > 0) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IOException("the collector did not begin");
  }

  private static Path cgroupRoot() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] fields = line.split(" ", -1);
      if (fields[2].equals("cgroup2")) {
        return Path.of(fields[1]);
      }
    }
    return null;
  }

  private static int run(String... command) throws InterruptedException {
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

  /** What a file says of TCP connections. */
  private static final class Connections implements ExchangeSink {

    /** Calls and bytes by operation and addresses. */
    final Map<String, List<Long>> sums = new TreeMap<>();

    final Map<String, Long> controls = new TreeMap<>();
    final List<String> lost = new ArrayList<>();
    private final List<Entity> entities = new ArrayList<>();

    static Connections of(Path file) throws IOException {
      Connections connections = new Connections();
      Intake intake = Inputs.open(file).readExchanges(connections, Progress.SILENT);
      assertThat(intake.rejections().entries()).isEmpty();
      return connections;
    }

    @Override
    public void container(Container container) {}

    @Override
    public void process(ProcessImage process) {}

    @Override
    public void entity(Entity entity) {
      entities.add(entity);
    }

    @Override
    public void exchange(
        long interval,
        int process,
        int entity,
        Operation operation,
        int calls,
        long bytes,
        int errors) {
      if (!(entities.get(entity) instanceof Entity.SocketEntity socket)
          || !socket.transport().equals("tcp")) {
        return;
      }
      if (operation == Operation.SEND || operation == Operation.RECEIVE) {
        sums.merge(
            operation + " " + socket.local() + " " + socket.remote(),
            List.of((long) calls, bytes),
            (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
      } else {
        controls.merge(operation.toString(), (long) calls, Long::sum);
      }
    }

    @Override
    public void incomplete(long interval, int container, String reason, long count) {
      lost.add(reason);
    }

    @Override
    public void endInterval(long interval) {}
  }
}
