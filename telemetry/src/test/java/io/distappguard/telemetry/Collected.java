package io.distappguard.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

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

  public final List<Container> containers = new ArrayList<>();
  public final List<ProcessImage> processes = new ArrayList<>();
  public final List<Entity> entities = new ArrayList<>();
  public final List<Exchange> exchanges = new ArrayList<>();
  public final List<Gap> gaps = new ArrayList<>();
  public final List<Long> ended = new ArrayList<>();
  public final List<Call> calls = new ArrayList<>();

  @Override
  public void container(Container container) {
    assertThat(container.id()).isEqualTo(containers.size());
    containers.add(container);
  }

  @Override
  public void process(ProcessImage process) {
    assertThat(process.id()).isEqualTo(processes.size());
    assertThat(process.container()).isLessThan(containers.size());
    assertThat(process.parent()).isLessThan(processes.size());
    processes.add(process);
  }

  @Override
  public void entity(Entity entity) {
    assertThat(entity.id()).isEqualTo(entities.size());
    if (entity instanceof Entity.ProcessEntity process) {
      assertThat(process.process()).isLessThan(processes.size());
    }
    entities.add(entity);
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
    assertThat(process).isBetween(0, processes.size() - 1);
    assertThat(entity).isBetween(0, entities.size() - 1);
    assertThat(count).isPositive();
    assertThat(errors).isBetween(0, count);
    assertThat(operation.movesData() || bytes == 0).isTrue();
    notEnded(interval);
    exchanges.add(new Exchange(interval, process, entity, operation, count, bytes, errors));
  }

  @Override
  public void incomplete(long interval, int container, String reason, long count) {
    notEnded(interval);
    gaps.add(new Gap(interval, container, reason, count));
  }

  @Override
  public void endInterval(long interval) {
    notEnded(interval);
    ended.add(interval);
  }

  @Override
  public void call(Call call) {
    calls.add(call);
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

  private void notEnded(long interval) {
    if (!ended.isEmpty()) {
      assertThat(interval).isGreaterThan(ended.getLast());
    }
  }
}
