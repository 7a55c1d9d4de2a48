package io.distappguard.behaviour.generated;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** A recording, changed on its way. */
public final class Replayed implements BehaviourRecording {

  private final BehaviourRecording recording;
  private long shiftMillis;
  private UnaryOperator<String> names = UnaryOperator.identity();
  private UnaryOperator<String> hosts = UnaryOperator.identity();
  private int fromSecond;
  private BiPredicate<String, Integer> silent = (role, second) -> false;
  private IntPredicate missing = second -> false;

  public Replayed(BehaviourRecording recording) {
    this.recording = recording;
  }

  /** All at another time. */
  public Replayed shifted(long millis) {
    shiftMillis = millis;
    return this;
  }

  /** Containers under other names, the same in the paths of their own folders. */
  public Replayed renamed(UnaryOperator<String> newNames) {
    names = newNames;
    return this;
  }

  /** Containers on other hosts. */
  public Replayed moved(UnaryOperator<String> newHosts) {
    hosts = newHosts;
    return this;
  }

  /** Watched from this second on: what was there is known, what was done before is not. */
  public Replayed from(int second) {
    fromSecond = second;
    return this;
  }

  /** Containers of a role do nothing in some seconds. */
  public Replayed silent(BiPredicate<String, Integer> roleInSecond) {
    silent = roleInSecond;
    return this;
  }

  /** The source is not there in some seconds: no interval ends. */
  public Replayed missing(IntPredicate seconds) {
    missing = seconds;
    return this;
  }

  @Override
  public String name() {
    return recording.name();
  }

  @Override
  public String sha256() {
    return recording.sha256();
  }

  @Override
  public List<KnownNetwork> networks() {
    return recording.networks();
  }

  @Override
  public void replay(ExchangeSink sink) throws IOException {
    recording.replay(new Change(sink));
  }

  private final class Change implements ExchangeSink {

    private final ExchangeSink sink;
    private final List<Container> containers = new ArrayList<>();
    private final List<String> roles = new ArrayList<>();

    Change(ExchangeSink sink) {
      this.sink = sink;
    }

    @Override
    public void container(Container container) {
      containers.add(container);
      sink.container(
          new Container(
              container.id(),
              names.apply(container.name()),
              hosts.apply(container.host()),
              container.role(),
              container.image(),
              container.cgroup(),
              container.networkNamespace(),
              container.addresses()));
    }

    @Override
    public void process(ProcessImage process) {
      roles.add(String.valueOf(containers.get(process.container()).role()));
      sink.process(
          new ProcessImage(
              process.id(),
              process.container(),
              process.pid(),
              process.parent(),
              process.executable(),
              process.arguments(),
              process.startMillis() + shiftMillis));
    }

    @Override
    public void entity(Entity entity) {
      if (entity instanceof FileEntity file) {
        String name = containers.get(file.container()).name();
        String path = file.path().replace("/" + name + "/", "/" + names.apply(name) + "/");
        sink.entity(new FileEntity(file.id(), file.container(), path));
      } else {
        sink.entity(entity);
      }
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
      int second = second(interval);
      if (isWatched(second) && !silent.test(roles.get(process), second)) {
        sink.exchange(interval + shiftMillis, process, entity, operation, calls, bytes, errors);
      }
    }

    @Override
    public void incomplete(long interval, int container, String reason, long count) {
      if (isWatched(second(interval))) {
        sink.incomplete(interval + shiftMillis, container, reason, count);
      }
    }

    @Override
    public void endInterval(long interval) {
      if (isWatched(second(interval))) {
        sink.endInterval(interval + shiftMillis);
      }
    }

    private boolean isWatched(int second) {
      return second >= fromSecond && !missing.test(second);
    }

    private static int second(long interval) {
      return (int) ((interval - GeneratedApplication.millis(0)) / 1_000);
    }
  }
}
