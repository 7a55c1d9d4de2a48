package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.strace.OpenFile.PendingConnect;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a container while its recording is read: threads, what descriptors stand for,
 * connects that wait for their addresses. Exchanges go out from here.
 */
final class TracedContainer {

  /** How long a connect waits for the call that shows its addresses. */
  private static final long PATIENCE_MICROS = 10_000_000;

  final int id;
  final Registry registry;
  final Threads threads = new Threads(this::image);

  private final IntervalExchanges exchanges;
  private final Targets targets = new Targets();
  private final ArrayDeque<PendingConnect> connects = new ArrayDeque<>();
  private long micros;

  TracedContainer(int id, Registry registry, IntervalExchanges exchanges) {
    this.id = id;
    this.registry = registry;
    this.exchanges = exchanges;
  }

  /** Time goes on; connects that waited too long are counted with what is known of them. */
  void at(long now) {
    micros = now;
    while (!connects.isEmpty() && connects.peekFirst().micros + PATIENCE_MICROS < now) {
      settle(connects.removeFirst(), false);
    }
  }

  long micros() {
    return micros;
  }

  /** The recording is over. */
  void end() {
    while (!connects.isEmpty()) {
      settle(connects.removeFirst(), false);
    }
  }

  void exchange(
      TracedProcess process, int entity, Operation operation, long bytes, boolean failed) {
    exchanges.add(image(process), entity, operation, bytes, failed);
  }

  /** Number of the process's current image. */
  int image(TracedProcess process) {
    if (process.image < 0) {
      process.image =
          registry.process(
              id,
              process.pid,
              process.parentImage,
              process.executable,
              process.arguments,
              micros / 1000);
      if (process.firstImage < 0) {
        process.firstImage = process.image;
      }
    }
    return process.image;
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
    OpenFile known = process.descriptors.get(descriptor);
    if (at >= to || buffer[at] != '<') {
      if (known == null) {
        known = unknown(process, descriptor);
      }
      return known;
    }
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
    OpenFile file = new OpenFile(target == null ? nameless() : target, label(process, descriptor));
    process.descriptors.put(descriptor, file, closesOnExecute);
    return file;
  }

  /** Number of the entity an open file stands for. */
  int entity(OpenFile file) {
    if (file.entity < 0) {
      file.entity = number(file);
    }
    return file.entity;
  }

  /** A connect was asked for and its addresses are not shown yet. */
  void connecting(TracedProcess process, OpenFile file, boolean inProgress) {
    PendingConnect earlier = file.pending;
    if (earlier != null) {
      // a second connect on the same socket asks for the outcome of the first
      return;
    }
    PendingConnect pending = new PendingConnect(file, image(process), micros, inProgress);
    file.pending = pending;
    connects.addLast(pending);
  }

  /** Data moved or the addresses came: the connect has succeeded. */
  void connected(OpenFile file) {
    PendingConnect pending = file.pending;
    if (pending != null) {
      settle(pending, false);
    }
  }

  /** A descriptor was closed. */
  void closed(OpenFile file) {
    PendingConnect pending = file.pending;
    if (pending != null) {
      settle(pending, pending.inProgress && file.target.kind() != Target.Kind.CONNECTED);
    }
  }

  private void settle(PendingConnect pending, boolean failed) {
    if (!pending.done) {
      pending.done = true;
      pending.file.pending = null;
      exchanges.add(pending.process, entity(pending.file), Operation.CONNECT, 0, failed);
    }
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
          case UNIX -> known.hasPath() || target.hasPath() || known.local().equals(target.local());
          case BOUND -> true;
          case FILE, CHANNEL, ANONYMOUS -> false;
        };
  }

  private int number(OpenFile file) {
    Target target = file.target;
    return switch (target.kind()) {
      case FILE -> registry.file(id, target.name());
      case CHANNEL -> registry.channel(id, target.name(), target.local());
      case ANONYMOUS -> registry.channel(id, bare(target.name()), file.label);
      case CONNECTED -> registry.socket(id, target.name(), target.local(), target.remote());
      case BOUND -> registry.socket(id, target.name(), target.local(), file.givenRemote);
      case BARE -> registry.socket(id, target.name(), file.givenLocal, file.givenRemote);
      case UNIX -> {
        String local = target.hasPath() ? target.local() : file.givenLocal;
        if (local.isEmpty() && file.givenRemote.isEmpty()) {
          yield registry.channel(id, "socketpair", pairName(target));
        }
        yield registry.socket(id, "unix", local, file.givenRemote);
      }
    };
  }

  /** Both ends of a pair under one name: the smaller inode. */
  private static String pairName(Target target) {
    String own = target.hasPath() ? target.local() : target.local().substring(1);
    String peer = target.remote();
    boolean ownIsSmaller =
        own.length() < peer.length() || own.length() == peer.length() && own.compareTo(peer) <= 0;
    return peer.isEmpty() || ownIsSmaller ? own : peer;
  }

  private static String bare(String name) {
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  /** A descriptor of which nothing is known: opened before the recording began, and not shown. */
  private OpenFile unknown(TracedProcess process, int descriptor) {
    OpenFile file = new OpenFile(nameless(), label(process, descriptor));
    process.descriptors.put(descriptor, file, false);
    return file;
  }

  private static Target nameless() {
    return new Target(new byte[0], Target.Kind.ANONYMOUS, "unknown", "", "");
  }

  private static String label(TracedProcess process, int descriptor) {
    return process.pid + "/" + descriptor;
  }

  private static boolean matches(Target target, byte[] buffer, int from, int to) {
    byte[] text = target.text();
    return java.util.Arrays.equals(buffer, from, to, text, 0, text.length);
  }
}
