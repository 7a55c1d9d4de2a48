package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Collected.Exchange;
import io.distappguard.telemetry.Collected.Gap;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    SeenByBoth seen =
        SeenByBoth.run(
            folder,
            List.of("--seccomp-bpf", "-e", "trace=" + CALLS),
            WatchedGroup.java(TcpConversation.class));

    Connections byStrace = Connections.of(seen.byStrace());
    Connections byCollector = Connections.of(seen.byCollector());

    assertThat(byCollector.sums).hasSize(80).isEqualTo(byStrace.sums);
    assertThat(byCollector.lost).isEmpty();
    assertThat(byCollector.controls).isEqualTo(byStrace.controls);
  }

  /**
   * What a recording says of TCP connections.
   *
   * @param sums calls and bytes by operation and addresses
   */
  private record Connections(
      Map<String, List<Long>> sums, Map<String, Long> controls, List<Gap> lost) {

    static Connections of(Collected seen) {
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
