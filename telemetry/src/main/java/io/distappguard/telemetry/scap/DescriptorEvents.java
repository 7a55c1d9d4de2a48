package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.scap.EventType.Field;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.HostThread;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TargetCache;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Events that make, copy, name or close descriptors. */
final class DescriptorEvents {

  /** The capture's own flags of open, which are not the kernel's. */
  private static final long WRITES = 1 << 1 | 1 << 2 | 1 << 8;

  private static final long CLOEXEC = 1 << 12;

  /** SOCK_CLOEXEC and O_CLOEXEC as the kernel has them, where flags come as they are. */
  private static final long KERNEL_CLOEXEC = 0x80000;

  private static final int DUPLICATE = 1;
  private static final int SET_FLAGS = 3;
  private static final int DUPLICATE_CLOEXEC = 26;
  private static final int WORKING_DIRECTORY = -100;

  private final HostActivity host;
  private final Parameters parameters;
  private final TargetCache files =
      new TargetCache((bytes, from, to) ->
          Target.file(
              Arrays.copyOfRange(bytes, from, to),
              new String(bytes, from, to - from, StandardCharsets.UTF_8)));

  DescriptorEvents(HostActivity host, Parameters parameters) {
    this.host = host;
    this.parameters = parameters;
  }

  /** Whether the call is one of these. */
  boolean leave(TracedProcess process, Syscall call, long result) {
    switch (call) {
      case OPEN, OPENAT, OPENAT2, CREAT, OPEN_BY_HANDLE_AT -> open(process, call, result);
      case CLOSE -> host.closed(process, parameters.descriptor());
      case CLOSE_RANGE -> closeRange(process, result);
      case DUP, DUP2, DUP3 -> {
        long from = parameters.number(Field.OLD_FD, parameters.descriptor());
        host.duplicated(process, from, result, call == Syscall.DUP3 && hasFlag(CLOEXEC));
      }
      case FCNTL, FCNTL64 -> control(process, result);
      case SOCKET -> {
        if (result >= 0) {
          host.made(process, result, socket(), hasKernelFlag(Field.SOCKET_TYPE));
        }
      }
      case SOCKETPAIR -> socketPair(process, result);
      case PIPE, PIPE2 -> pipe(process, result);
      case EVENTFD, EVENTFD2 -> anonymous(process, result, "eventfd");
      case EPOLL_CREATE, EPOLL_CREATE1 -> anonymous(process, result, "eventpoll");
      case TIMERFD_CREATE -> anonymous(process, result, "timerfd");
      case INOTIFY_INIT, INOTIFY_INIT1 -> anonymous(process, result, "inotify");
      case SIGNALFD, SIGNALFD4 -> anonymous(process, result, "signalfd");
      case USERFAULTFD -> anonymous(process, result, "userfaultfd");
      case IO_URING_SETUP -> anonymous(process, result, "io_uring");
      case PIDFD_OPEN -> anonymous(process, result, "pidfd");
      case MEMFD_CREATE ->
          host.memoryFile(process, result, parameters.text(Field.PATH), hasFlag(CLOEXEC));
      case CONNECT -> connect(process, result);
      case ACCEPT, ACCEPT4 -> accept(process, call, result);
      case BIND -> {
        OpenFile file = host.socket(process, parameters.descriptor());
        host.bound(process, file, result, address());
      }
      case LISTEN ->
          host.onFile(
              process, host.socket(process, parameters.descriptor()), Operation.LISTEN, result);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** An open file of a process that was there before, in captures that list them as events. */
  void listed(HostThread thread, String kind) {
    TracedProcess process = thread.process;
    long descriptor = parameters.number(Field.FD, -1);
    String path = parameters.text(Field.PATH);
    Target target =
        switch (kind) {
          case "task_file_pipe" ->
              new Target(
                  Target.NO_TEXT,
                  Target.Kind.CHANNEL,
                  "pipe",
                  Long.toString(parameters.number(Field.INODE, 0)),
                  "");
          case "task_file_memfd", "task_file_regular", "task_file_directory" ->
              Target.file(Target.NO_TEXT, path);
          case "task_file_socket_netlink" -> HostActivity.bare("netlink");
          case "task_file_anon_inode" ->
              new Target(
                  Target.NO_TEXT, Target.Kind.ANONYMOUS, ScapLists.anonymous(0, path), "", "");
          default -> HostActivity.bare("socket");
        };
    if (descriptor >= 0) {
      host.made(process, descriptor, target, false);
    }
  }

  /** An event that is there for the state of descriptors alone. */
  void stateOnly(HostThread thread, EventType type) {
    if (!type.enter && type.call == Syscall.CLOSE) {
      host.closed(thread.process, parameters.descriptor());
    }
  }

  /** The path of the call, absolute as far as its directory is known. */
  String path(TracedProcess process, Field field) {
    String path = parameters.text(field);
    return path.isEmpty() || path.startsWith("/")
        ? AbsolutePath.of("", path)
        : AbsolutePath.of(directory(process), path);
  }

  private String directory(TracedProcess process) {
    long descriptor = parameters.number(Field.DIRECTORY, WORKING_DIRECTORY);
    if (descriptor < 0) {
      return process.directory();
    }
    OpenFile file = process.descriptors.get((int) descriptor);
    return file == null || file.target.kind() != Target.Kind.FILE ? "" : file.target.name();
  }

  private void open(TracedProcess process, Syscall call, long result) {
    long flags = parameters.number(Field.FLAGS, 0);
    boolean writes = call == Syscall.CREAT || (flags & WRITES) != 0;
    host.opened(process, result, file(process), writes, (flags & CLOEXEC) != 0);
  }

  /** An absolute path that was seen before costs no text. */
  private Target file(TracedProcess process) {
    ScapEvent holder = parameters.holder(Field.PATH);
    if (holder != null) {
      int position = parameters.position(holder, Field.PATH);
      int from = holder.from(position);
      int to = from + holder.length(position);
      while (to > from && holder.bytes[to - 1] == 0) {
        to--;
      }
      if (to > from && holder.bytes[from] == '/') {
        return files.of(holder.bytes, from, to);
      }
    }
    return Target.file(Target.NO_TEXT, path(process, Field.PATH));
  }

  private void closeRange(TracedProcess process, long result) {
    if (result == 0) {
      long flags = parameters.number(Field.FLAGS, 0);
      process.descriptors.closeRange(
          parameters.unsigned(Field.FIRST), parameters.unsigned(Field.LAST), (flags & 4) != 0);
    }
  }

  private void control(TracedProcess process, long result) {
    int command = (int) parameters.number(Field.COMMAND, 0);
    if (command == DUPLICATE || command == DUPLICATE_CLOEXEC) {
      host.duplicated(process, parameters.descriptor(), result, command == DUPLICATE_CLOEXEC);
    } else if (command == SET_FLAGS && result == 0) {
      process.descriptors.setCloseOnExecute(
          (int) parameters.descriptor(), (parameters.number(Field.ARGUMENT, 0) & 1) != 0);
    }
  }

  private Target socket() {
    int domain = (int) parameters.number(Field.DOMAIN, 0);
    int type = (int) parameters.number(Field.SOCKET_TYPE, 0) & 0xf;
    if (domain == SocketTuple.UNIX) {
      return ScapLists.unix(0, 0, "");
    }
    if (domain == 16 || domain == 17) {
      return HostActivity.bare(domain == 16 ? "netlink" : "packet");
    }
    if (domain != SocketTuple.IPV4 && domain != SocketTuple.IPV6) {
      return HostActivity.bare("socket");
    }
    boolean icmp = parameters.number(Field.PROTOCOL, 0) == 1;
    return HostActivity.bare(
        switch (type) {
          case 1 -> "tcp";
          case 2 -> icmp ? "ping" : "udp";
          case 3 -> "raw";
          default -> "socket";
        });
  }

  private void socketPair(TracedProcess process, long result) {
    if (result < 0) {
      return;
    }
    long source = parameters.number(Field.SOURCE, 0);
    long peer = parameters.number(Field.PEER, 0);
    boolean cloexec = hasKernelFlag(Field.SOCKET_TYPE);
    host.made(
        process, parameters.number(Field.FIRST_FD, -1), ScapLists.unix(source, peer, ""), cloexec);
    host.made(
        process, parameters.number(Field.SECOND_FD, -1), ScapLists.unix(peer, source, ""), cloexec);
  }

  private void pipe(TracedProcess process, long result) {
    if (result < 0) {
      return;
    }
    String inode = Long.toString(parameters.number(Field.INODE, 0));
    Target target = new Target(Target.NO_TEXT, Target.Kind.CHANNEL, "pipe", inode, "");
    boolean cloexec = hasFlag(CLOEXEC);
    host.made(process, parameters.number(Field.FIRST_FD, -1), target, cloexec);
    host.made(process, parameters.number(Field.SECOND_FD, -1), target, cloexec);
  }

  private void anonymous(TracedProcess process, long result, String kind) {
    if (result >= 0) {
      host.made(
          process,
          result,
          new Target(Target.NO_TEXT, Target.Kind.ANONYMOUS, kind, "", ""),
          hasFlag(CLOEXEC));
    }
  }

  private void connect(TracedProcess process, long result) {
    OpenFile file = host.socket(process, parameters.descriptor());
    ScapEvent holder = parameters.holder(Field.TUPLE);
    int position = holder == null ? -1 : parameters.position(holder, Field.TUPLE);
    int family = holder == null ? 0 : SocketTuple.family(holder, position);
    if (holder == null || family == 0) {
      host.connected(process, file, result, null, address());
    } else if (family == SocketTuple.UNIX) {
      Target target =
          new Target(
              Target.NO_TEXT,
              Target.Kind.UNIX,
              "unix",
              "#" + SocketTuple.pointer(holder, position, 0),
              SocketTuple.pointer(holder, position, 1));
      host.connected(process, file, result, target, SocketTuple.path(holder, position));
    } else {
      String local = SocketTuple.source(holder, position);
      String remote = SocketTuple.destination(holder, position);
      host.connected(
          process, file, result, connection(transport(file.target.name()), local, remote), remote);
    }
  }

  private void accept(TracedProcess process, Syscall call, long result) {
    ScapEvent holder = parameters.holder(Field.TUPLE);
    int position = holder == null ? -1 : parameters.position(holder, Field.TUPLE);
    int family = holder == null ? 0 : SocketTuple.family(holder, position);
    boolean cloexec = call == Syscall.ACCEPT4 && hasKernelFlag(Field.FLAGS);
    if (holder == null || family == 0) {
      host.accepted(process, null, result, HostActivity.bare("tcp"), "", "", cloexec);
    } else if (family == SocketTuple.UNIX) {
      Target target =
          new Target(
              Target.NO_TEXT,
              Target.Kind.UNIX_STREAM,
              "unix",
              "#" + SocketTuple.pointer(holder, position, 1),
              SocketTuple.pointer(holder, position, 0));
      host.accepted(process, null, result, target, SocketTuple.path(holder, position), "", cloexec);
    } else {
      // the tuple goes from the one who asked to the one who accepts
      Target target =
          connection(
              "tcp",
              SocketTuple.destination(holder, position),
              SocketTuple.source(holder, position));
      host.accepted(process, null, result, target, "", "", cloexec);
    }
  }

  private static Target connection(String transport, String local, String remote) {
    return new Target(Target.NO_TEXT, Target.Kind.CONNECTED, transport, local, remote);
  }

  /** A tuple is of an IP socket; if it was made unseen it is most likely TCP. */
  private static String transport(String known) {
    return known.equals("socket") || known.equals("unix") ? "tcp" : known;
  }

  private String address() {
    ScapEvent holder = parameters.holder(Field.ADDRESS);
    return holder == null
        ? ""
        : SocketTuple.address(holder, parameters.position(holder, Field.ADDRESS));
  }

  private boolean hasFlag(long flag) {
    return (parameters.number(Field.FLAGS, 0) & flag) != 0;
  }

  private boolean hasKernelFlag(Field field) {
    return (parameters.number(field, 0) & KERNEL_CLOEXEC) != 0;
  }
}
