package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Collected.Exchange;
import io.distappguard.telemetry.Collected.Gap;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
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
    List<String> command = new ArrayList<>();
    command.addAll(List.of("strace", "-f", "-ttt", "-yy", "-s", "16", "--seccomp-bpf"));
    command.addAll(List.of("-e", "signal=none", "-e", "trace=" + CALLS));
    command.addAll(List.of("-o", strace.toString(), "--"));
    command.addAll(group.withinJava(TcpConversation.class));
    return WatchedGroup.run(command);
  }

  /**
   * What a file says of TCP connections.
   *
   * @param sums calls and bytes by operation and addresses
   */
  private record Connections(
      Map<String, List<Long>> sums, Map<String, Long> controls, List<Gap> lost) {

    static Connections of(Path file) throws IOException {
      Collected seen = new Collected();
      Intake intake = Inputs.open(file).readExchanges(seen, Progress.SILENT);
      assertThat(intake.rejections().entries()).isEmpty();
      Connections connections = new Connections(new TreeMap<>(), new TreeMap<>(), seen.gaps);
      for (Exchange exchange : seen.exchanges) {
        if (seen.entities.get(exchange.entity()) instanceof Entity.SocketEntity socket
            && socket.transport().equals("tcp")) {
          connections.add(exchange, socket);
        }
      }
      return connections;
    }

    private void add(Exchange exchange, Entity.SocketEntity socket) {
      Operation operation = exchange.operation();
      long calls = exchange.calls();
      if (operation == Operation.SEND || operation == Operation.RECEIVE) {
        sums.merge(
            operation + " " + socket.local() + " " + socket.remote(),
            List.of(calls, exchange.bytes()),
            (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
      } else {
        controls.merge(operation.toString(), calls, Long::sum);
      }
    }
  }
}
