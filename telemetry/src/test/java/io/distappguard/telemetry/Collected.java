package io.distappguard.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps all it is given, and checks the sink's contract while at it. */
public final class Collected implements ExchangeSink, CallSink {

  public record Exchange(
      long interval,
      int process,
      int entity,
      Operation operation,
      int calls,
      long bytes,
      int errors) {}

  public record Gap(long interval, int container, String reason, long count) {}

  private final boolean keeps;
  private int containerCount;
  private int processCount;
  private int entityCount;
  private long lastEnded = Long.MIN_VALUE;

  public Collected() {
    this(true);
  }

  private Collected(boolean keeps) {
    this.keeps = keeps;
  }

  /** Checks the contract and keeps nothing, for inputs of any length. */
  public static Collected counting() {
    return new Collected(false);
  }

  public final List<Container> containers = new ArrayList<>();
  public final List<ProcessImage> processes = new ArrayList<>();
  public final List<Entity> entities = new ArrayList<>();
  public final List<Exchange> exchanges = new ArrayList<>();
  public final List<Gap> gaps = new ArrayList<>();
  public final List<Long> ended = new ArrayList<>();
  public final List<Call> calls = new ArrayList<>();

  @Override
  public void container(Container container) {
    require(container.id() == containerCount++, container);
    if (keeps) {
      containers.add(container);
    }
  }

  @Override
  public void process(ProcessImage process) {
    require(process.id() == processCount, process);
    require(process.container() < containerCount, process);
    require(process.parent() < processCount++, process);
    if (keeps) {
      processes.add(process);
    }
  }

  @Override
  public void entity(Entity entity) {
    require(entity.id() == entityCount++, entity);
    if (entity instanceof Entity.ProcessEntity process) {
      require(process.process() < processCount, entity);
    }
    if (keeps) {
      entities.add(entity);
    }
  }

  @Override
  public void exchange(
      long interval,
      int process,
      int entity,
      Operation operation,
      int count,
      long bytes,
      int errors) {
    Exchange exchange = new Exchange(interval, process, entity, operation, count, bytes, errors);
    require(process >= 0 && process < processCount, exchange);
    require(entity >= 0 && entity < entityCount, exchange);
    require(count > 0 && errors >= 0 && errors <= count && bytes >= 0, exchange);
    require(operation.movesData() || bytes == 0, exchange);
    require(interval > lastEnded, exchange);
    if (keeps) {
      exchanges.add(exchange);
    }
  }

  @Override
  public void incomplete(long interval, int container, String reason, long count) {
    Gap gap = new Gap(interval, container, reason, count);
    require(interval > lastEnded, gap);
    if (keeps) {
      gaps.add(gap);
    }
  }

  @Override
  public void endInterval(long interval) {
    require(interval > lastEnded, interval);
    lastEnded = interval;
    if (keeps) {
      ended.add(interval);
    }
  }

  @Override
  public void call(Call call) {
    if (keeps) {
      calls.add(call);
    }
  }

  /** Bytes moved by an operation with entities of this description. */
  public long bytes(Operation operation, Predicate<Entity> which) {
    return matching(operation, which).stream().mapToLong(Exchange::bytes).sum();
  }

  public long calls(Operation operation, Predicate<Entity> which) {
    return matching(operation, which).stream().mapToLong(Exchange::calls).sum();
  }

  public long errors(Operation operation, Predicate<Entity> which) {
    return matching(operation, which).stream().mapToLong(Exchange::errors).sum();
  }

  public List<Exchange> matching(Operation operation, Predicate<Entity> which) {
    return exchanges.stream()
        .filter(one -> one.operation() == operation && which.test(entities.get(one.entity())))
        .toList();
  }

  public static Predicate<Entity> file(String path) {
    return entity -> entity instanceof Entity.FileEntity file && file.path().equals(path);
  }

  public static Predicate<Entity> channel(String kind) {
    return entity -> entity instanceof Entity.ChannelEntity channel && channel.kind().equals(kind);
  }

  public static Predicate<Entity> socket(String local, String remote) {
    return entity ->
        entity instanceof Entity.SocketEntity socket
            && socket.local().equals(local)
            && socket.remote().equals(remote);
  }

  public static Predicate<Entity> anything() {
    return entity -> true;
  }

  /** AssertJ's assertions are too slow for inputs of many megabytes. */
  private static void require(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError("against the contract of ExchangeSink: " + what);
    }
  }
}
