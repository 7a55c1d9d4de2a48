package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.strace.StraceLine.Outcome;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Calls that make, copy, name or close descriptors. */
final class DescriptorCalls {

  private static final byte[] CLOEXEC = bytes("CLOEXEC");
  private static final byte[] WRITE_ONLY = bytes("O_WRONLY");
  private static final byte[] READ_WRITE = bytes("O_RDWR");
  private static final byte[] CREATE = bytes("O_CREAT");
  private static final byte[] TRUNCATE = bytes("O_TRUNC");
  private static final byte[] DUPLICATE = bytes("F_DUPFD");
  private static final byte[] SET_FLAGS = bytes("F_SETFD");
  private static final byte[] UNSPECIFIED = bytes("AF_UNSPEC");
  private static final byte[] DATAGRAM = bytes("SOCK_DGRAM");
  private static final byte[] UNIX = bytes("AF_UNIX");
  private static final byte[] INTERNET = bytes("AF_INET");
  private static final byte[] UNSHARE = bytes("CLOSE_RANGE_UNSHARE");

  private final TracedContainer container;

  DescriptorCalls(TracedContainer container) {
    this.container = container;
  }

  void open(TracedProcess process, Syscall syscall, StraceLine line) {
    boolean at = syscall == Syscall.OPENAT || syscall == Syscall.OPENAT2;
    boolean byHandle = syscall == Syscall.OPEN_BY_HANDLE_AT;
    int flags = at || byHandle ? 2 : 1;
    byte[] buffer = line.buffer();
    int from = line.argumentFrom(flags);
    int to = line.argumentTo(flags);
    boolean writes =
        syscall == Syscall.CREAT
            || ByteText.contains(buffer, from, to, WRITE_ONLY)
            || ByteText.contains(buffer, from, to, READ_WRITE)
            || ByteText.contains(buffer, from, to, CREATE)
            || ByteText.contains(buffer, from, to, TRUNCATE);
    Operation operation = writes ? Operation.OPEN_FOR_WRITE : Operation.OPEN;
    boolean failed = line.outcome() != Outcome.SUCCESS;
    Target target = resultTarget(line);
    if (byHandle && (failed || target == null)) {
      openByHandle(process, line, operation, ByteText.contains(buffer, from, to, CLOEXEC));
      return;
    }
    if (failed || target == null || process.directory().isEmpty()) {
      // this also tells the working directory, where it was not known
      String path = PathArgument.absolute(process, line, at ? 1 : 0);
      target = failed || target == null ? Target.file(new byte[0], path) : target;
    }
    if (failed) {
      if (line.outcome() == Outcome.FAILURE) {
        container.exchange(
            process, container.registry.file(container.id, target.name()), operation, 0, true);
      }
      return;
    }
    OpenFile file =
        container.made(
            process, (int) line.result(), target, ByteText.contains(buffer, from, to, CLOEXEC));
    container.exchange(process, container.entity(process, file), operation, 0, false);
  }

  /** A handle says no path: of one that could not be opened, what it was looked up in is told. */
  private void openByHandle(
      TracedProcess process, StraceLine line, Operation operation, boolean closesOnExecute) {
    boolean failed = line.outcome() != Outcome.SUCCESS;
    OpenFile file =
        failed
            ? container.file(process, line.buffer(), line.argumentFrom(0), line.argumentTo(0))
            : container.made(process, (int) line.result(), null, closesOnExecute);
    if (file != null && line.outcome() != Outcome.NEVER) {
      container.exchange(process, container.entity(process, file), operation, 0, failed);
    }
  }

  void close(TracedProcess process, StraceLine line) {
    int descriptor = descriptor(line, 0);
    if (descriptor < 0) {
      return;
    }
    if (process.descriptors.get(descriptor) != null) {
      // the annotation may show the addresses a connect still waits for
      container.file(process, line.buffer(), line.argumentFrom(0), line.argumentTo(0));
    }
    OpenFile file = process.descriptors.close(descriptor);
    if (file != null) {
      container.closed(file);
    }
  }

  void closeRange(TracedProcess process, StraceLine line) {
    byte[] buffer = line.buffer();
    if (line.outcome() != Outcome.SUCCESS) {
      return;
    }
    int from = line.argumentFrom(2);
    int to = line.argumentTo(2);
    if (ByteText.contains(buffer, from, to, UNSHARE)) {
      process.descriptors = process.descriptors.copy();
    }
    process.descriptors.closeRange(
        ByteText.unsigned(buffer, line.argumentFrom(0), line.argumentTo(0)),
        ByteText.unsigned(buffer, line.argumentFrom(1), line.argumentTo(1)),
        ByteText.contains(buffer, from, to, CLOEXEC));
  }

  void duplicate(TracedProcess process, Syscall syscall, StraceLine line) {
    if (line.outcome() != Outcome.SUCCESS) {
      return;
    }
    byte[] buffer = line.buffer();
    boolean closesOnExecute = false;
    if (syscall == Syscall.FCNTL || syscall == Syscall.FCNTL64) {
      int from = line.argumentFrom(1);
      int to = line.argumentTo(1);
      if (ByteText.contains(buffer, from, to, SET_FLAGS)) {
        process.descriptors.setCloseOnExecute(
            descriptor(line, 0),
            ByteText.contains(buffer, line.argumentFrom(2), line.argumentTo(2), CLOEXEC));
        return;
      }
      if (!ByteText.contains(buffer, from, to, DUPLICATE)) {
        return;
      }
      closesOnExecute = ByteText.contains(buffer, from, to, CLOEXEC);
    } else if (syscall == Syscall.DUP3) {
      closesOnExecute =
          ByteText.contains(buffer, line.argumentFrom(2), line.argumentTo(2), CLOEXEC);
    }
    OpenFile file = container.file(process, buffer, line.argumentFrom(0), line.argumentTo(0));
    int descriptor = (int) line.result();
    if (file != null && descriptor != descriptor(line, 0)) {
      OpenFile replaced = process.descriptors.close(descriptor);
      if (replaced != null && replaced != file) {
        container.closed(replaced);
      }
      process.descriptors.put(descriptor, file, closesOnExecute);
    }
  }

  /** socket, eventfd and others that give one new descriptor and move nothing. */
  void make(TracedProcess process, Syscall syscall, StraceLine line) {
    if (line.outcome() != Outcome.SUCCESS) {
      return;
    }
    Target target = resultTarget(line);
    if (target == null) {
      target = syscall == Syscall.SOCKET ? socket(line) : anonymous(syscall);
    }
    container.made(process, (int) line.result(), target, closesOnExecute(line));
  }

  void memoryFile(TracedProcess process, StraceLine line) {
    boolean failed = line.outcome() != Outcome.SUCCESS;
    String name = ByteText.quoted(line.buffer(), line.argumentFrom(0), line.argumentTo(0));
    if (!failed) {
      Target target = resultTarget(line);
      container.made(
          process,
          (int) line.result(),
          target == null ? Target.file(new byte[0], "/memfd:" + name) : target,
          closesOnExecute(line));
    }
    container.exchange(
        process,
        container.registry.channel(container.id, "memfd", name),
        Operation.CREATE_MEMORY_FILE,
        0,
        failed);
  }

  /** pipe, pipe2 and socketpair: {@code [5<pipe:[1]>, 6<pipe:[1]>]}. */
  void pair(TracedProcess process, Syscall syscall, StraceLine line) {
    if (line.outcome() != Outcome.SUCCESS) {
      return;
    }
    int argument = syscall == Syscall.SOCKETPAIR ? 3 : 0;
    byte[] buffer = line.buffer();
    int at = line.argumentFrom(argument) + 1;
    int to = line.argumentTo(argument);
    boolean closesOnExecute = closesOnExecute(line);
    String name = "";
    for (int end = 0; end < 2 && at < to; end++) {
      int descriptor = ByteText.number(buffer, at, to);
      if (descriptor < 0) {
        return;
      }
      while (at < to && buffer[at] >= '0' && buffer[at] <= '9') {
        at++;
      }
      Target target;
      if (at < to && buffer[at] == '<') {
        int after = Annotations.end(buffer, at, to);
        if (after < 0) {
          return;
        }
        target = container.target(buffer, at + 1, after - 1);
        at = after;
      } else {
        name = name.isEmpty() ? process.pid() + "/" + descriptor : name;
        target =
            syscall == Syscall.SOCKETPAIR
                ? new Target(new byte[0], Target.Kind.UNIX, "unix", "#" + name, "")
                : new Target(new byte[0], Target.Kind.CHANNEL, "pipe", name, "");
      }
      container.made(process, descriptor, target, closesOnExecute);
      at += 2;
    }
  }

  void connect(TracedProcess process, StraceLine line) {
    byte[] buffer = line.buffer();
    int from = line.argumentFrom(1);
    int to = line.argumentTo(1);
    OpenFile file = container.file(process, buffer, line.argumentFrom(0), line.argumentTo(0));
    if (file == null || line.outcome() == Outcome.NEVER) {
      return;
    }
    if (ByteText.contains(buffer, from, to, UNSPECIFIED)) {
      if (line.outcome() == Outcome.SUCCESS) {
        file.disconnect();
      }
      return;
    }
    String remote = SocketAddress.of(buffer, from, to);
    if (line.outcome() == Outcome.FAILURE) {
      String transport = file.target.isSocket() ? file.target.name() : "tcp";
      container.exchange(
          process,
          container.registry.socket(container.id, transport, "", remote),
          Operation.CONNECT,
          0,
          true);
      return;
    }
    if (file.target.kind() != Target.Kind.CONNECTED) {
      file.entity = -1;
      file.givenRemote = remote;
    } else if (file.target.messagesNamePeers() && !remote.isEmpty()) {
      file.connectAnew(remote);
    }
    if (file.target.kind() == Target.Kind.BARE || file.target.kind() == Target.Kind.BOUND) {
      container.connecting(process, file, line.outcome() == Outcome.IN_PROGRESS);
    } else if (file.pending == null) {
      container.exchange(process, container.entity(process, file), Operation.CONNECT, 0, false);
    }
  }

  void accept(TracedProcess process, StraceLine line) {
    byte[] buffer = line.buffer();
    OpenFile listener = container.file(process, buffer, line.argumentFrom(0), line.argumentTo(0));
    if (listener == null || line.outcome() == Outcome.NEVER) {
      return;
    }
    if (line.outcome() != Outcome.SUCCESS) {
      container.exchange(process, container.entity(process, listener), Operation.ACCEPT, 0, true);
      return;
    }
    Target target = resultTarget(line);
    if (target == null) {
      target = new Target(new byte[0], Target.Kind.BARE, listener.target.name(), "", "");
    }
    OpenFile file = container.made(process, (int) line.result(), target, closesOnExecute(line));
    if (target.kind() == Target.Kind.BARE) {
      file.givenRemote = SocketAddress.of(buffer, line.argumentFrom(1), line.argumentTo(1));
      file.givenLocal = listener.ownAddress();
    } else if (target.isUnix() && !target.hasPath()) {
      file.givenLocal = listener.ownAddress();
    }
    container.exchange(process, container.entity(process, file), Operation.ACCEPT, 0, false);
  }

  /** bind and listen. */
  void listen(TracedProcess process, Syscall syscall, StraceLine line) {
    byte[] buffer = line.buffer();
    OpenFile file = container.file(process, buffer, line.argumentFrom(0), line.argumentTo(0));
    if (file == null || line.outcome() == Outcome.NEVER || !file.target.isSocket()) {
      return;
    }
    boolean failed = line.outcome() != Outcome.SUCCESS;
    if (syscall == Syscall.BIND) {
      String local = SocketAddress.of(buffer, line.argumentFrom(1), line.argumentTo(1));
      if (local.isEmpty()) {
        return;
      }
      if (!failed) {
        file.givenLocal = local;
        file.entity = -1;
      }
      String transport = file.target.name();
      container.exchange(
          process,
          container.registry.socket(container.id, transport, local, ""),
          Operation.LISTEN,
          0,
          failed);
      return;
    }
    container.exchange(process, container.entity(process, file), Operation.LISTEN, 0, failed);
  }

  private @Nullable Target resultTarget(StraceLine line) {
    int start = line.resultAnnotation();
    return start < 0 ? null : container.target(line.buffer(), start + 1, line.resultTo() - 1);
  }

  /** What a socket is where strace does not annotate it. */
  private static Target socket(StraceLine line) {
    byte[] buffer = line.buffer();
    int from = line.argumentFrom(0);
    int to = line.argumentTo(0);
    if (ByteText.contains(buffer, from, to, UNIX)) {
      return new Target(new byte[0], Target.Kind.UNIX, "unix", "#", "");
    }
    boolean internet = ByteText.contains(buffer, from, to, INTERNET);
    boolean datagram =
        ByteText.contains(buffer, line.argumentFrom(1), line.argumentTo(1), DATAGRAM);
    return new Target(
        new byte[0], Target.Kind.BARE, internet ? datagram ? "udp" : "tcp" : "socket", "", "");
  }

  private static Target anonymous(Syscall syscall) {
    String kind =
        switch (syscall) {
          case EVENTFD, EVENTFD2 -> "eventfd";
          case EPOLL_CREATE, EPOLL_CREATE1 -> "eventpoll";
          case TIMERFD_CREATE -> "timerfd";
          default -> "inotify";
        };
    return new Target(new byte[0], Target.Kind.ANONYMOUS, kind, "", "");
  }

  private static boolean closesOnExecute(StraceLine line) {
    return ByteText.contains(line.buffer(), line.bodyFrom(), line.bodyTo(), CLOEXEC);
  }

  private static int descriptor(StraceLine line, int argument) {
    return ByteText.number(line.buffer(), line.argumentFrom(argument), line.argumentTo(argument));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
