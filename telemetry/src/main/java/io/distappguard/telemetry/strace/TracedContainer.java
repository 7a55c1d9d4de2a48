package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.syscall.Activity;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TargetCache;
import io.distappguard.telemetry.syscall.TracedProcess;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a container while its recording is read: threads, what descriptors stand for,
 * connects that wait for their addresses. Exchanges go out from here.
 */
final class TracedContainer {

  final int id;
  final Registry registry;
  final Threads threads;

  private final Activity activity;
  private final TargetCache targets = new TargetCache(TargetText::parse);

  TracedContainer(int id, Registry registry, IntervalExchanges exchanges) {
    this.id = id;
    this.registry = registry;
    this.threads = new Threads(id, this::image);
    this.activity = new Activity(registry, exchanges);
  }

  /** Time goes on; connects that waited too long are counted with what is known of them. */
  void at(long now) {
    activity.at(now);
  }

  /** The recording is over. */
  void end() {
    activity.end();
  }

  void exchange(
      TracedProcess process, int entity, Operation operation, long bytes, boolean failed) {
    activity.exchange(process, entity, operation, bytes, failed);
  }

  /** An executable was started, or was meant to. */
  void executed(TracedProcess process, String executable, String arguments, boolean failed) {
    activity.executed(process, executable, arguments, failed);
  }

  /** Number of the process's current image. */
  int image(TracedProcess process) {
    return activity.image(process);
  }

  /** Number of the entity that is the process itself, as target of others. */
  int processEntity(TracedProcess process) {
    return activity.processEntity(process, id);
  }

  Target target(byte[] buffer, int from, int to) {
    return targets.of(buffer, from, to);
  }

  /**
   * What a descriptor stands for, as printed: {@code 5<...>}, or {@code 5} alone where strace was
   * not asked for {@code -yy}; null where no descriptor is printed.
   */
  @Nullable OpenFile file(TracedProcess process, byte[] buffer, int from, int to) {
    int descriptor = 0;
    int at = from;
    while (at < to && buffer[at] >= '0' && buffer[at] <= '9' && at < from + 9) {
      descriptor = descriptor * 10 + (buffer[at] - '0');
      at++;
    }
    if (at == from) {
      return null;
    }
    if (at >= to || buffer[at] != '<') {
      return activity.file(process, descriptor);
    }
    OpenFile known = process.descriptors.get(descriptor);
    int start = at + 1;
    int end = Annotations.end(buffer, at, to) - 1;
    if (end <= start) {
      return known;
    }
    if (known != null && matches(known.target, buffer, start, end)) {
      return known;
    }
    return annotated(process, descriptor, known, targets.of(buffer, start, end));
  }

  /** A descriptor was made: the call's result, with or without annotation. */
  OpenFile made(
      TracedProcess process, int descriptor, @Nullable Target target, boolean closesOnExecute) {
    return activity.made(process, descriptor, target, closesOnExecute);
  }

  /** Number of the entity an open file stands for. */
  int entity(TracedProcess process, OpenFile file) {
    return activity.entity(process, file);
  }

  /** Number of the entity a message goes to or comes from, which may name its peer in the range. */
  int peer(TracedProcess process, OpenFile file, byte[] buffer, int from, int to) {
    return activity.peer(process, file, buffer, from, to, SocketAddress::of);
  }

  /** A connect was asked for and its addresses are not shown yet. */
  void connecting(TracedProcess process, OpenFile file, boolean inProgress) {
    activity.connecting(process, file, inProgress);
  }

  /** Data moved or the addresses came: the connect has succeeded. */
  void connected(OpenFile file) {
    activity.connected(file);
  }

  /** A descriptor was closed. */
  void closed(OpenFile file) {
    activity.closed(file, file.target.kind() == Target.Kind.CONNECTED);
  }

  private OpenFile annotated(
      TracedProcess process, int descriptor, @Nullable OpenFile known, Target target) {
    if (known == null || !continues(known.target, target)) {
      return made(process, descriptor, target, false);
    }
    if (target.kind() == Target.Kind.BARE) {
      // A connection that has ended shows its inode alone: it stays what it was.
      return known;
    }
    known.target = target;
    known.entity = -1;
    if (target.kind() == Target.Kind.CONNECTED) {
      connected(known);
    }
    return known;
  }

  /** Whether it is the same socket in a new state, rather than another whose making was missed. */
  private static boolean continues(Target known, Target target) {
    if (!known.isSocket() || !target.isSocket()) {
      return false;
    }
    boolean sameFamily =
        known.name().equals(target.name())
            || known.name().equals("socket")
            || target.name().equals("socket");
    return sameFamily
        && switch (target.kind()) {
          case BARE -> known.kind() != Target.Kind.BARE;
          case CONNECTED -> known.kind() != Target.Kind.CONNECTED || !known.name().equals("tcp");
          case UNIX, UNIX_STREAM ->
              known.hasPath() || target.hasPath() || known.local().equals(target.local());
          case BOUND -> true;
          case FILE, CHANNEL, ANONYMOUS -> false;
        };
  }

  private static boolean matches(Target target, byte[] buffer, int from, int to) {
    byte[] text = target.text();
    return java.util.Arrays.equals(buffer, from, to, text, 0, text.length);
  }
}
