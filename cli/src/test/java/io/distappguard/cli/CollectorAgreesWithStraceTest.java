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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same run of a program, seen by strace and by the eBPF collector at once. */
class CollectorAgreesWithStraceTest {

  private static final String CALLS =
      "read,write,readv,writev,sendto,recvfrom,sendmsg,recvmsg,close,dup2,dup3,socket,connect,"
          + "accept,accept4,bind,listen,clone,clone3,execve,exit_group";

  @TempDir Path folder;

  @Test
  void bothSeeTheSameBytesOnEveryConnection() throws IOException, InterruptedException {
    assumeTrue(
        WatchedGroup.run(List.of("strace", "-V")) == 0,
        "strace is not installed (apt-get install strace)");
    Path stream = folder.resolve("conversation.stream");
    try (WatchedGroup group = WatchedGroup.make()) {
      watch(group, stream);
    }

    Connections byStrace = Connections.of(folder.resolve("conversation.strace"));
    Connections byCollector = Connections.of(stream);

    assertThat(byCollector.sums).hasSize(80).isEqualTo(byStrace.sums);
    assertThat(byCollector.lost).isEmpty();
    assertThat(byCollector.controls).isEqualTo(byStrace.controls);
  }

  private void watch(WatchedGroup group, Path stream) throws IOException, InterruptedException {
    Process collector =
        group
            .collector()
            .redirectOutput(stream.toFile())
            .redirectError(folder.resolve("collector.log").toFile())
            .start();
    try {
      WatchedGroup.awaitBeginning(stream, collector);
      assertThat(converse(group, folder.resolve("conversation.strace"))).isZero();
    } finally {
      collector.getOutputStream().close();
      assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Runs the program under strace within the control group; gives its exit code. */
  private int converse(WatchedGroup group, Path strace) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("strace", "-f", "-ttt", "-yy", "-s", "16", "--seccomp-bpf"));
    command.addAll(List.of("-e", "signal=none", "-e", "trace=" + CALLS));
    command.addAll(List.of("-o", strace.toString(), "--"));
    command.addAll(
        group.within(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            "target/test-classes",
            TcpConversation.class.getName()));
    return WatchedGroup.run(command);
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
