package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Collected.Exchange;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.Inputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program, seen by strace and by the eBPF collector at once.
 *
 * @param byStrace all that strace's recording holds
 * @param byCollector all that the collector's stream holds
 */
record SeenByBoth(Collected byStrace, Collected byCollector) {

  /**
   * Runs a program in a control group.
   *
   * @param folder for the recordings
   * @param options of strace, beside those that its reader needs
   */
  static SeenByBoth run(Path folder, List<String> options, List<String> program)
      throws IOException, InterruptedException {
    assumeTrue(
        WatchedGroup.run(List.of("strace", "-V")) == 0,
        "strace is not installed (apt-get install strace)");
    Path strace = folder.resolve("program.strace");
    Path stream = folder.resolve("program.stream");
    try (WatchedGroup group = WatchedGroup.make()) {
      Process collector =
          group
              .collector()
              .redirectOutput(stream.toFile())
              .redirectError(folder.resolve("collector.log").toFile())
              .start();
      try {
        WatchedGroup.awaitBeginning(stream, collector);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("strace", "-f", "-ttt", "-yy", "-s", "16", "-e", "signal=none"));
        command.addAll(options);
        command.addAll(List.of("-o", strace.toString(), "--"));
        command.addAll(group.within(program.toArray(String[]::new)));
        assertThat(WatchedGroup.run(command)).isZero();
      } finally {
        collector.getOutputStream().close();
        assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
      }
    }
    return new SeenByBoth(read(strace), read(stream));
  }

  /** Calls, bytes and errors of a program, by operation and what it was done to. */
  static Map<String, List<Long>> of(Collected seen, String executable) {
    Map<String, List<Long>> sums = new TreeMap<>();
    for (Exchange exchange : seen.exchanges) {
      if (seen.processes.get(exchange.process()).executable().equals(executable)) {
        sums.merge(
            exchange.operation() + " " + name(seen, seen.entities.get(exchange.entity())),
            List.of((long) exchange.calls(), exchange.bytes(), (long) exchange.errors()),
            (one, other) ->
                List.of(
                    one.get(0) + other.get(0),
                    one.get(1) + other.get(1),
                    one.get(2) + other.get(2)));
      }
    }
    return sums;
  }

  private static String name(Collected seen, Entity entity) {
    return switch (entity) {
      case Entity.FileEntity file -> file.path();
      case Entity.ChannelEntity channel -> channel.kind() + ":" + channel.name();
      case Entity.KernelEntity kernel -> "kernel:" + kernel.name();
      case Entity.ProcessEntity process ->
          "process:"
              + (process.process() < 0 ? "" : seen.processes.get(process.process()).executable());
      // strace does not show a datagram socket's own address before the first one is sent
      case Entity.SocketEntity socket ->
          socket.transport()
              + (socket.transport().equals("udp") ? " " : " " + socket.local() + " ")
              + socket.remote();
    };
  }

  private static Collected read(Path file) throws IOException {
    Collected seen = new Collected();
    Intake intake = Inputs.open(file).readExchanges(seen, Progress.SILENT);
    assertThat(intake.rejections().entries()).isEmpty();
    return seen;
  }
}
