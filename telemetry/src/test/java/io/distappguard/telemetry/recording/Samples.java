package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Made-up exchanges and calls, the same for the same seed. */
record Samples(long seed, int intervals) {

  private static final long START = 1795308870_000L;

  Collected write(Path target) throws IOException {
    Collected given = new Collected();
    give(given, given);
    try (RecordingWriter writer = new RecordingWriter(target, 1000)) {
      give(writer.keepCallIds(), writer);
      Intake intake = new Intake();
      intake.accept(given.exchanges.size());
      intake.reject("out of order", "text-1.0.strace:17");
      writer.finish(
          new RecordingLabels(
              "social-network",
              "run-1",
              "attack",
              List.of(new RecordingHeader.Network("internet", "10.77.99.0/24")),
              null,
              null,
              START + 500,
              List.of(
                  new RecordingHeader.Event(
                      "attack", "reverse-shell", START, START + 9, Map.of("rate", 20)))),
          intake);
    }
    return given;
  }

  void give(ExchangeSink sink, CallSink calls) {
    Random random = new Random(seed);
    sink.container(
        new Container(0, "text-1", "host-a", "text", "t:1", "/c/text-1", 7, List.of("10.0.0.1"))
            .startedAt(START - 3_600_000));
    sink.container(new Container(1, "odd \"näme\"", "", null, null, null, 0, List.of()));
    int processes = 0;
    int entities = 0;
    for (int interval = 0; interval < intervals; interval++) {
      long start = START + interval * 1000L + (interval > 10 ? 60_000 : 0);
      if (random.nextInt(3) == 0 || processes == 0) {
        sink.process(
            new ProcessImage(
                processes, processes % 2, 100 + processes, processes - 1, "/bin/x", "x -y", start));
        processes++;
      }
      for (int more = random.nextInt(4) + (entities == 0 ? 1 : 0); more > 0; more--) {
        sink.entity(entity(entities++, processes, random));
      }
      Set<Integer> used = new HashSet<>();
      for (int count = random.nextInt(30); count > 0; count--) {
        int entity = random.nextInt(entities);
        if (used.add(entity)) {
          Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
          int number = 1 + random.nextInt(1000);
          sink.exchange(
              start,
              random.nextInt(processes),
              entity,
              operation,
              number,
              operation.movesData() ? random.nextLong(1L << 40) : 0,
              random.nextInt(number));
        }
      }
      if (random.nextInt(10) == 0) {
        sink.incomplete(start, random.nextInt(3) - 1, "dropped by source", 3);
      }
      sink.endInterval(start);
      calls.call(call(random, start));
    }
  }

  private static Entity entity(int id, int processes, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Entity.FileEntity(id, 0, "/srv/ö " + id);
      case 1 -> new Entity.SocketEntity(id, 1, "tcp", "10.0.0.1:" + id, "");
      case 2 -> new Entity.ChannelEntity(id, 0, "pipe", "" + id);
      case 3 -> new Entity.ProcessEntity(id, 1, random.nextInt(processes + 1) - 1);
      default -> new Entity.KernelEntity(id, 0, "uid");
    };
  }

  private static Call call(Random random, long start) {
    byte[] id = new byte[24];
    random.nextBytes(id);
    HexFormat hex = HexFormat.of();
    boolean root = random.nextBoolean();
    return new Call(
        hex.formatHex(id, 0, 16),
        hex.formatHex(id, 16, 24),
        root ? null : "00f067aa0ba902b7",
        Call.Kind.values()[random.nextInt(5)],
        "text",
        root ? null : "text-1",
        "range.Text/Compose",
        start * 1_000_000 + random.nextInt(1_000_000),
        random.nextInt(1_000_000_000),
        random.nextBoolean(),
        root ? null : "OK");
  }

  static void assertSame(Collected read, Collected written) {
    assertThat(read.containers).isEqualTo(written.containers);
    // what no exchange names is not told again
    assertThat(written.processes).startsWith(read.processes.toArray(new ProcessImage[0]));
    assertThat(written.entities).startsWith(read.entities.toArray(new Entity[0]));
    assertThat(read.exchanges).isEqualTo(written.exchanges);
    assertThat(read.gaps).isEqualTo(written.gaps);
    Comparator<Call> order = Comparator.comparingLong(Call::startNanos).thenComparing(Call::spanId);
    assertThat(read.calls.stream().sorted(order))
        .containsExactlyElementsOf(written.calls.stream().sorted(order).toList());
  }
}
