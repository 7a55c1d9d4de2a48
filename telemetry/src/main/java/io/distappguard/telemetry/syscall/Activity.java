package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.syscall.OpenFile.PendingConnect;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What processes do, as exchanges: gives open files their entities and processes their images when
 * they are first needed, holds connects back until their outcome is known, and sums. All readers of
 * system calls go through it, so that the same call has the same edge whatever recorded it. Not
 * thread-safe.
 */
public final class Activity {

  /** How long a connect waits for the call that tells what became of it. */
  private static final long PATIENCE_MICROS = 10_000_000;

  private final Registry registry;
  private final IntervalExchanges exchanges;
  private final ArrayDeque<PendingConnect> connects = new ArrayDeque<>();
  private long micros;

  public Activity(Registry registry, IntervalExchanges exchanges) {
    this.registry = registry;
    this.exchanges = exchanges;
  }

  /** Gives numbers. */
  public Registry registry() {
    return registry;
  }

  /** Time goes on; connects that waited too long are counted with what is known of them. */
  public void at(long now) {
    micros = now;
    while (!connects.isEmpty()) {
      PendingConnect oldest = connects.getFirst();
      if (!oldest.done && oldest.micros + PATIENCE_MICROS >= now) {
        return;
      }
      connects.removeFirst();
      settle(oldest, false);
    }
  }

  /** The recording is over. */
  public void end() {
    while (!connects.isEmpty()) {
      settle(connects.removeFirst(), false);
    }
  }

  /**
   * A call.
   *
   * @param bytes bytes moved, 0 where it failed
   */
  public void exchange(
      TracedProcess process, int entity, Operation operation, long bytes, boolean failed) {
    exchanges.add(image(process), entity, operation, bytes, failed);
  }

  /** An executable was started, or was meant to: descriptors that close on execution are gone. */
  public void executed(TracedProcess process, String executable, String arguments, boolean failed) {
    process.execute(executable, arguments, failed, registry, exchanges, micros);
    if (!failed) {
      process.descriptors = process.descriptors.copy();
      process.descriptors.execute();
    }
  }

  /** Number of the process's current image. */
  public int image(TracedProcess process) {
    return process.image(registry, micros);
  }

  /** Number of the entity that is the process itself, as target of others. */
  public int processEntity(@Nullable TracedProcess target, int container) {
    return target == null ? registry.processEntity(container, -1) : target.entity(registry, micros);
  }

  /** Number of the entity an open file stands for. */
  public int entity(TracedProcess process, OpenFile file) {
    if (file.entity < 0 || file.container != process.container()) {
      file.entity = number(process.container(), file);
      file.container = process.container();
    }
    return file.entity;
  }

  /**
   * Number of the entity at the other end of a message: the address it names in these bytes where
   * that counts and there is one, else what the open file stands for.
   */
  public int peer(
      TracedProcess process,
      OpenFile file,
      byte[] buffer,
      int from,
      int to,
      NamedPeer.Address address) {
    if (from >= to || !file.target.messagesNamePeers()) {
      return entity(process, file);
    }
    NamedPeer known = file.namedPeer;
    int container = process.container();
    if (known != null && known.is(file, container, buffer, from, to, address)) {
      return known.entity();
    }
    String remote = address.of(buffer, from, to);
    if (remote.isEmpty()) {
      return entity(process, file);
    }
    int entity = registry.socket(container, file.target.name(), file.ownAddress(), remote);
    NamedPeer peer = known == null ? new NamedPeer() : known;
    peer.keep(file, container, buffer, from, to, address, entity);
    file.namedPeer = peer;
    return entity;
  }

  /** A descriptor was made. */
  public OpenFile made(
      TracedProcess process, int descriptor, @Nullable Target target, boolean closesOnExecute) {
    OpenFile file =
        new OpenFile(target == null ? Target.unknown() : target, process.pid(), descriptor);
    process.descriptors.put(descriptor, file, closesOnExecute);
    return file;
  }

  /** What a descriptor stands for; made as unknown where it was opened unseen. */
  public OpenFile file(TracedProcess process, int descriptor) {
    OpenFile known = process.descriptors.get(descriptor);
    return known == null ? made(process, descriptor, null, false) : known;
  }

  /** A connect was asked for and what became of it is not known yet. */
  public void connecting(TracedProcess process, OpenFile file, boolean inProgress) {
    if (file.pending != null) {
      // a second connect on the same socket asks for the outcome of the first
      return;
    }
    file.container = process.container();
    PendingConnect pending = new PendingConnect(file, image(process), micros, inProgress);
    file.pending = pending;
    connects.addLast(pending);
  }

  /** The connect that waits, if any, has succeeded: data moved or the addresses came. */
  public void connected(OpenFile file) {
    settle(file, false);
  }

  /** The connect that waits, if any, has come to an end. */
  public void settle(OpenFile file, boolean failed) {
    PendingConnect pending = file.pending;
    if (pending != null) {
      settle(pending, failed);
    }
  }

  /**
   * A descriptor was closed; a connect still in progress has failed.
   *
   * @param established whether the source shows only of established connections what it shows of
   *     this one
   */
  public void closed(OpenFile file, boolean established) {
    PendingConnect pending = file.pending;
    if (pending != null) {
      settle(pending, pending.inProgress && !established);
    }
  }

  private void settle(PendingConnect pending, boolean failed) {
    if (!pending.done) {
      pending.done = true;
      OpenFile file = pending.file;
      file.pending = null;
      if (file.entity < 0) {
        file.entity = number(file.container, file);
      }
      exchanges.add(pending.process, file.entity, Operation.CONNECT, 0, failed);
    }
  }

  private int number(int container, OpenFile file) {
    Target target = file.target;
    return switch (target.kind()) {
      case FILE -> registry.file(container, target.name());
      case CHANNEL -> registry.channel(container, target.name(), target.local());
      case ANONYMOUS ->
          registry.channel(container, KernelNames.ofAnonymous(target.name()), file.label());
      case CONNECTED -> registry.socket(container, target.name(), target.local(), target.remote());
      case BOUND -> registry.socket(container, target.name(), target.local(), file.givenRemote);
      case BARE -> registry.socket(container, target.name(), file.givenLocal, file.givenRemote);
      case UNIX, UNIX_STREAM -> {
        String local = target.hasPath() ? target.local() : file.givenLocal;
        if (local.isEmpty() && file.givenRemote.isEmpty()) {
          yield registry.channel(container, "socketpair", pairName(target));
        }
        yield registry.socket(container, "unix", local, file.givenRemote);
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
}
