package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a host whose events name their threads and results: what each means for descriptors,
 * processes and exchanges. Readers take their formats apart and tell it here. Not thread-safe.
 */
public final class HostActivity {

  private static final long ALREADY = -114;
  private static final long IS_CONNECTED = -106;

  private final Activity activity;
  private final Registry registry;
  private final RuntimeContainers containers;
  private final HostThreads threads = new HostThreads();

  public HostActivity(
      Registry registry, IntervalExchanges exchanges, RuntimeContainers containers) {
    this.registry = registry;
    this.activity = new Activity(registry, exchanges);
    this.containers = containers;
  }

  /** Time goes on. */
  public void at(long micros) {
    activity.at(micros);
  }

  /** The stream is over. */
  public void end() {
    activity.end();
  }

  /** Another recording begins: of threads and descriptors nothing is known any more. */
  public void restart() {
    activity.end();
    threads.clear();
  }

  /** The host's threads. */
  public HostThreads threads() {
    return threads;
  }

  /** The host's containers. */
  public RuntimeContainers containers() {
    return containers;
  }

  /** The process of a thread that does something, its container announced. */
  public TracedProcess acting(HostThread thread) {
    TracedProcess process = thread.process;
    if (process.container() < 0) {
      place(process);
    }
    return process;
  }

  /** What a descriptor stands for; made as unknown where it was opened unseen. */
  public OpenFile file(TracedProcess process, long descriptor) {
    return activity.file(process, (int) descriptor);
  }

  /** What a descriptor stands for in a call that sockets alone know. */
  public OpenFile socket(TracedProcess process, long descriptor) {
    OpenFile file = file(process, descriptor);
    file.usedAsSocket();
    return file;
  }

  /** A descriptor was made that is told nothing of by itself: a listed one, an eventfd. */
  public OpenFile made(TracedProcess process, long descriptor, Target target, boolean cloexec) {
    return activity.made(process, (int) descriptor, target, cloexec);
  }

  /**
   * Data moved, or was meant to.
   *
   * @param result the call's
   * @param bytes bytes it moved, which is not the result for calls that move messages
   */
  public void moved(TracedProcess process, OpenFile file, boolean in, long result, long bytes) {
    if (CallResult.isRetry(result)) {
      return;
    }
    moved(process, file, activity.entity(process, file), in, result, bytes);
  }

  /**
   * A message moved through a socket, which may name its peer in these bytes.
   *
   * @param address reads it
   */
  public void message(
      TracedProcess process,
      OpenFile file,
      boolean in,
      long result,
      long bytes,
      byte[] buffer,
      int from,
      int to,
      NamedPeer.Address address) {
    if (!CallResult.isRetry(result)) {
      int peer = activity.peer(process, file, buffer, from, to, address);
      moved(process, file, peer, in, result, bytes);
    }
  }

  private void moved(
      TracedProcess process, OpenFile file, int entity, boolean in, long result, long bytes) {
    boolean failed = result < 0;
    if (file.pending != null && !failed) {
      activity.connected(file);
    }
    activity.exchange(
        process, entity, operation(in, file.target.isSocket()), failed ? 0 : bytes, failed);
  }

  /** A unix socket's own path, where a message tells it and nothing else did. */
  public void ownPath(OpenFile file, String path) {
    if (file.target.isUnix() && file.ownAddress().isEmpty() && !path.isEmpty()) {
      file.givenLocal = path;
      file.entity = -1;
    }
  }

  /** A file was opened, or was meant to. */
  public void opened(
      TracedProcess process, long result, Target target, boolean writes, boolean cloexec) {
    if (CallResult.isRetry(result)) {
      return;
    }
    Operation operation = writes ? Operation.OPEN_FOR_WRITE : Operation.OPEN;
    int entity =
        result < 0
            ? registry.file(process.container(), target.name())
            : activity.entity(process, activity.made(process, (int) result, target, cloexec));
    activity.exchange(process, entity, operation, 0, result < 0);
  }

  /** A memory file was made. */
  public void memoryFile(TracedProcess process, long result, String name, boolean cloexec) {
    if (result >= 0) {
      activity.made(process, (int) result, Target.file(Target.NO_TEXT, "/memfd:" + name), cloexec);
    }
    activity.exchange(
        process,
        registry.channel(process.container(), "memfd", name),
        Operation.CREATE_MEMORY_FILE,
        0,
        result < 0);
  }

  /** A descriptor was closed. */
  public void closed(TracedProcess process, long descriptor) {
    OpenFile file = process.descriptors.close((int) descriptor);
    if (file != null && file.pending != null) {
      activity.closed(file, false);
    }
  }

  /** A descriptor was copied to another number. */
  public void duplicated(TracedProcess process, long from, long to, boolean cloexec) {
    if (to >= 0 && from != to) {
      OpenFile file = file(process, from);
      OpenFile replaced = process.descriptors.close((int) to);
      if (replaced != null && replaced != file && replaced.pending != null) {
        activity.closed(replaced, false);
      }
      process.descriptors.put((int) to, file, cloexec);
    }
  }

  /**
   * A connection was asked for.
   *
   * @param target what the socket is now, or null where the source does not say
   * @param remote the peer's address; empty where there is none
   */
  public void connected(
      TracedProcess process, OpenFile file, long result, @Nullable Target target, String remote) {
    if (CallResult.isRetry(result) || result == ALREADY) {
      return;
    }
    boolean inProgress = result == CallResult.IN_PROGRESS;
    if (result < 0 && !inProgress && result != IS_CONNECTED) {
      if (file.pending != null) {
        activity.settle(file, true);
      } else {
        String transport = file.target.isSocket() ? file.target.name() : "tcp";
        activity.exchange(
            process,
            registry.socket(process.container(), transport, "", remote),
            Operation.CONNECT,
            0,
            true);
      }
      return;
    }
    if (file.pending != null) {
      activity.settle(file, false);
      return;
    }
    if (remote.isEmpty()) {
      return;
    }
    if (target != null) {
      file.target = target;
    }
    file.givenRemote = remote;
    file.entity = -1;
    if (inProgress) {
      activity.connecting(process, file, true);
    } else {
      activity.exchange(process, activity.entity(process, file), Operation.CONNECT, 0, false);
    }
  }

  /**
   * A connection was taken, or was meant to.
   *
   * @param target what the new socket is
   * @param remote the peer's address where the target does not hold it
   */
  public void accepted(
      TracedProcess process,
      @Nullable OpenFile listener,
      long result,
      Target target,
      String local,
      String remote,
      boolean cloexec) {
    if (result >= 0) {
      OpenFile file = activity.made(process, (int) result, target, cloexec);
      file.givenLocal = local.isEmpty() && listener != null ? listener.ownAddress() : local;
      file.givenRemote = remote;
      activity.exchange(process, activity.entity(process, file), Operation.ACCEPT, 0, false);
    } else if (CallResult.isFailure(result) && listener != null) {
      activity.exchange(process, activity.entity(process, listener), Operation.ACCEPT, 0, true);
    }
  }

  /** A socket was bound to an address. */
  public void bound(TracedProcess process, OpenFile file, long result, String local) {
    if (local.isEmpty() || CallResult.isRetry(result)) {
      return;
    }
    if (result >= 0) {
      file.givenLocal = local;
      file.entity = -1;
    }
    activity.exchange(
        process,
        registry.socket(process.container(), file.target.name(), local, ""),
        Operation.LISTEN,
        0,
        result < 0);
  }

  /** A call on an open file, such as listen or fchmod. */
  public void onFile(TracedProcess process, OpenFile file, Operation operation, long result) {
    if (!CallResult.isRetry(result)) {
      activity.exchange(process, activity.entity(process, file), operation, 0, result < 0);
    }
  }

  /** A call on a path that is absolute, or as absolute as is known. */
  public void onPath(TracedProcess process, String path, Operation operation, long result) {
    if (!path.isEmpty() && !CallResult.isRetry(result)) {
      activity.exchange(
          process, registry.file(process.container(), path), operation, 0, result < 0);
    }
  }

  /** A call on the kernel's own: identity, namespaces, mounts. */
  public void onKernel(TracedProcess process, String name, Operation operation, long result) {
    if (!CallResult.isRetry(result)) {
      activity.exchange(
          process, registry.kernel(process.container(), name), operation, 0, result < 0);
    }
  }

  /** A call on another process; a signal to the own process carries nothing. */
  public void onProcess(TracedProcess process, long target, Operation operation, long result) {
    HostThread thread = threads.find(target);
    TracedProcess other = thread == null ? null : acting(thread);
    if (CallResult.isRetry(result) || operation == Operation.SIGNAL && other == process) {
      return;
    }
    activity.exchange(
        process, activity.processEntity(other, process.container()), operation, 0, result < 0);
  }

  /**
   * An executable was started, or was meant to.
   *
   * @param path of the executable
   * @param arguments joined by spaces
   */
  public void executed(TracedProcess process, long result, String path, String arguments) {
    if (CallResult.isRetry(result)) {
      return;
    }
    activity.executed(process, path, arguments, result < 0);
  }

  /**
   * A clone gave a child.
   *
   * @param byChild whether the child returned from it
   * @param cgroup path of the child's cgroup, or null where not told
   */
  public void cloned(
      HostThread parentThread,
      long childTid,
      long childPid,
      HostThreads.CloneFlags flags,
      boolean byChild,
      @Nullable String cgroup) {
    TracedProcess parent = acting(parentThread);
    HostThread child =
        threads.cloned(parent, activity.image(parent), childTid, childPid, flags, byChild);
    if (child == null || flags.thread()) {
      return;
    }
    moveTo(child.process, cgroup);
    TracedProcess process = acting(child);
    activity.exchange(
        parent, activity.processEntity(process, process.container()), Operation.FORK, 0, false);
  }

  /** A process is in this cgroup from now on. */
  public void moveTo(TracedProcess process, @Nullable String cgroup) {
    if (cgroup != null && !cgroup.equals(process.cgroup)) {
      process.cgroup = cgroup;
      if (process.container() >= 0) {
        place(process);
      }
    }
  }

  /**
   * A thread ended, and perhaps its process.
   *
   * @param how {@code exit}, {@code killed by SIGKILL}
   */
  public void ended(HostThread thread, String how) {
    TracedProcess process = acting(thread);
    if (threads.end(thread)) {
      onKernel(process, how, Operation.EXIT, 0);
    }
  }

  /** A socket of which no address is known. */
  public static Target bare(String transport) {
    return new Target(Target.NO_TEXT, Target.Kind.BARE, transport, "", "");
  }

  private void place(TracedProcess process) {
    String cgroup = process.cgroup;
    process.container(
        cgroup == null
            ? containers.number("", null)
            : containers.number(RuntimeContainers.idIn(cgroup), cgroup));
  }

  private static Operation operation(boolean in, boolean isSocket) {
    if (isSocket) {
      return in ? Operation.RECEIVE : Operation.SEND;
    }
    return in ? Operation.READ : Operation.WRITE;
  }
}
