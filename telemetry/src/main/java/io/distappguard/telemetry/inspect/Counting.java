package io.distappguard.telemetry.inspect;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.inspect.Inspection.Connection;
import io.distappguard.telemetry.inspect.Inspection.OperationTotal;
import io.distappguard.telemetry.trace.TraceSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what goes by. */
final class Counting implements ExchangeSink, CallSink {

  private static final int ACCEPTS = 0;
  private static final int CONNECTS = 1;
  private static final int SENT = 2;
  private static final int RECEIVED = 3;

  private final Set<ProcessKey> processes = new HashSet<>();
  private final Map<Integer, Entity.SocketEntity> sockets = new HashMap<>();
  private final Map<Integer, long[]> connections = new HashMap<>();
  private final BitSet fileEntities = new BitSet();
  private final BitSet filesUsed = new BitSet();
  private final Set<Long> incomplete = new HashSet<>();
  private final long[][] operations = new long[Operation.values().length][3];
  private int containers;
  private long images;
  private long exchanges;
  private long calls;
  private long firstInterval = Long.MAX_VALUE;
  private long lastInterval = Long.MIN_VALUE;

  private final TraceCounting traces;

  private record ProcessKey(int container, long pid) {}

  Counting(TraceSink furtherTraces) {
    this.traces = new TraceCounting(furtherTraces);
  }

  @Override
  public void container(Container container) {
    containers++;
  }

  @Override
  public void process(ProcessImage process) {
    images++;
    processes.add(new ProcessKey(process.container(), process.pid()));
  }

  @Override
  public void entity(Entity entity) {
    switch (entity) {
      case Entity.FileEntity file -> fileEntities.set(file.id());
      case Entity.SocketEntity socket -> {
        if (!socket.remote().isEmpty()) {
          sockets.put(socket.id(), socket);
        }
      }
      case Entity.ChannelEntity channel -> {}
      case Entity.ProcessEntity process -> {}
      case Entity.KernelEntity kernel -> {}
    }
  }

  @Override
  public void exchange(
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int count,
      long bytes,
      int errors) {
    exchanges++;
    firstInterval = Math.min(firstInterval, intervalStartMillis);
    lastInterval = Math.max(lastInterval, intervalStartMillis);
    long[] total = operations[operation.ordinal()];
    total[0] += count;
    total[1] += bytes;
    total[2] += errors;
    if (fileEntities.get(entity)) {
      if (count > errors) {
        filesUsed.set(entity);
      }
    } else if (sockets.containsKey(entity)) {
      connection(entity, operation, count - errors, bytes);
    }
  }

  @Override
  public void incomplete(long intervalStartMillis, int container, String reason, long count) {
    incomplete.add(intervalStartMillis);
  }

  @Override
  public void endInterval(long intervalStartMillis) {}

  @Override
  public void call(Call call) {
    calls++;
    traces.call(call);
  }

  Inspection result(TelemetryInput input, Intake intake) {
    Map<String, OperationTotal> totals = new TreeMap<>();
    for (Operation operation : Operation.values()) {
      long[] total = operations[operation.ordinal()];
      if (total[0] > 0) {
        totals.put(operation.name(), new OperationTotal(total[0], total[1], total[2]));
      }
    }
    double duration = duration(input, intake);
    Inspection.Source source =
        input
            .source()
            .map(header ->
                new Inspection.Source(header.received(), header.accepted(), header.rejected()))
            .orElse(null);
    return new Inspection(
        input.format().label(),
        intake.received(),
        intake.rejections().entries(),
        intake.skipped(),
        intake.notes().stream().map(Intake.Note::line).toList(),
        exchanges,
        processes.size(),
        containers,
        filesUsed.cardinality(),
        connections(),
        bothEnds(),
        duration,
        calls,
        images,
        incomplete.size(),
        totals,
        traces.result(duration),
        input.labels().application(),
        input.labels().run(),
        input.labels().kind(),
        source);
  }

  private double duration(TelemetryInput input, Intake intake) {
    if (input.format() == InputFormat.RECORDING) {
      Long start = input.labels().startMillis();
      Long end = input.labels().endMillis();
      return start == null || end == null ? 0 : Math.max(0, end - start) / 1000.0;
    }
    return intake.durationSeconds();
  }

  private void connection(int entity, Operation operation, long succeeded, long bytes) {
    int counter =
        switch (operation) {
          case ACCEPT -> ACCEPTS;
          case CONNECT -> CONNECTS;
          case SEND -> SENT;
          case RECEIVE -> RECEIVED;
          default -> -1;
        };
    if (counter >= 0) {
      long[] numbers = connections.computeIfAbsent(entity, unused -> new long[4]);
      numbers[counter] += operation.movesData() ? bytes : succeeded;
    }
  }

  private List<Connection> connections() {
    List<Connection> list = new ArrayList<>();
    connections.forEach((entity, numbers) -> {
      Entity.SocketEntity socket = sockets.get(entity);
      if (socket != null && Arrays.stream(numbers).sum() > 0) {
        list.add(
            new Connection(
                address(socket, socket.local()),
                address(socket, socket.remote()),
                numbers[ACCEPTS],
                numbers[CONNECTS],
                numbers[SENT],
                numbers[RECEIVED]));
      }
    });
    list.sort(
        Comparator.comparingLong((Connection one) -> one.bytesSent() + one.bytesReceived())
            .reversed()
            .thenComparing(Connection::local)
            .thenComparing(Connection::remote));
    return list;
  }

  private static String address(Entity.SocketEntity socket, String address) {
    return address.isEmpty() || !socket.transport().equals("unix") ? address : "unix:" + address;
  }

  private BothEnds bothEnds() {
    BothEnds.Summing summing = new BothEnds.Summing();
    connections.forEach((entity, numbers) -> {
      Entity.SocketEntity socket = sockets.get(entity);
      if (socket != null && socket.transport().equals("tcp")) {
        summing.end(socket.local(), socket.remote(), numbers[SENT], numbers[RECEIVED]);
      }
    });
    return summing.result();
  }
}
