package io.distappguard.benchmarks;

import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.PhaseRules;
import io.distappguard.behaviour.window.WindowStream;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Entity.SocketEntity;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Exchanges folded to role edges and cut into windows of five seconds, in exchanges a second on one
 * thread. Promise: 2 million, without allocation per exchange (see the gc profiler's {@code
 * gc.alloc.rate.norm}: bytes per exchange, windows included). The application is generated: 20
 * roles of two containers, 25 entities each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FoldingBenchmark {

  private static final int CONTAINERS = 40;
  private static final int ENTITIES = 25;
  private static final int SECONDS = 100;
  private static final int EXCHANGES = CONTAINERS * ENTITIES * SECONDS;
  private static final Operation[] OPERATIONS = {
    Operation.READ, Operation.WRITE, Operation.SEND, Operation.RECEIVE
  };

  private long windows;
  private long second;
  private EdgeFolding folding = folding();

  /** Announces the application. */
  @Setup
  public void prepare() {
    folding = folding();
    for (int container = 0; container < CONTAINERS; container++) {
      folding.container(
          new Container(
              container,
              "role" + container / 2 + "-" + container % 2,
              "host-" + container % 2,
              "role" + container / 2,
              null,
              null,
              container,
              List.of(address(container))));
      folding.process(
          new ProcessImage(container, container, 100 + container, -1, "/usr/bin/service", "", 0));
      for (int entity = 0; entity < ENTITIES; entity++) {
        int id = container * ENTITIES + entity;
        folding.entity(
            entity % 4 < 2
                ? new FileEntity(id, container, "/srv/data/table" + (char) ('a' + entity))
                : new SocketEntity(
                    id,
                    container,
                    "tcp",
                    address(container) + ":" + (40_000 + entity),
                    address((container + entity) % CONTAINERS) + ":9000"));
      }
    }
  }

  /** A hundred seconds of every container with every one of its entities. */
  @Benchmark
  @OperationsPerInvocation(EXCHANGES)
  public long fold() {
    for (int i = 0; i < SECONDS; i++) {
      long millis = second++ * 1_000;
      for (int container = 0; container < CONTAINERS; container++) {
        for (int entity = 0; entity < ENTITIES; entity++) {
          folding.exchange(
              millis,
              container,
              container * ENTITIES + entity,
              OPERATIONS[entity % 4],
              1 + entity,
              100L * entity,
              0);
        }
      }
      folding.endInterval(millis);
    }
    return windows;
  }

  private EdgeFolding folding() {
    return new EdgeFolding(
        new EdgeDictionary(),
        RoleIdentity.declared(),
        List.of(),
        PathGroups.NONE,
        new WindowStream(5_000, 1_000, PhaseRules.STANDARD, window -> windows += window.size()));
  }

  private static String address(int container) {
    return "10.0.0." + (container + 1);
  }
}
