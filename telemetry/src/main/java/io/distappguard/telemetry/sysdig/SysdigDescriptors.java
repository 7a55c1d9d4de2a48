package io.distappguard.telemetry.sysdig;

import static io.distappguard.telemetry.sysdig.SysdigParameters.bytes;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TargetCache;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls that make, copy, name or close descriptors, and what the text says they stand for. */
final class SysdigDescriptors {

  private static final byte[] FD = bytes("fd");
  private static final byte[] RESULT = bytes("res");
  private static final byte[] FIRST = bytes("fd1");
  private static final byte[] SECOND = bytes("fd2");
  private static final byte[] SOURCE = bytes("source");
  private static final byte[] PEER = bytes("peer");
  private static final byte[] INODE = bytes("ino");
  private static final byte[] OLD_FD = bytes("oldfd");
  private static final byte[] COMMAND = bytes("cmd");
  private static final byte[] NAME = bytes("name");
  private static final byte[] PATH = bytes("path");
  private static final byte[] FLAGS = bytes("flags");
  private static final byte[] TUPLE = bytes("tuple");
  private static final byte[] ADDRESS = bytes("addr");
  private static final byte[] DOMAIN = bytes("domain");
  private static final byte[] TYPE = bytes("type");
  private static final byte[] CLOEXEC = bytes("O_CLOEXEC");
  private static final byte[] DUPLICATE = bytes("F_DUPFD");
  private static final byte[] DUPLICATE_CLOEXEC = bytes("F_DUPFD_CLOEXEC");
  private static final byte[] WRITE_ONLY = bytes("O_WRONLY");
  private static final byte[] READ_WRITE = bytes("O_RDWR");
  private static final byte[] CREATE = bytes("O_CREAT");
  private static final byte[] TRUNCATE = bytes("O_TRUNC");
  private static final int MOST_PORTS = 65_536;

  private final HostActivity host;
  private final SysdigInterpreter.Arguments arguments;
  private final TargetCache targets = new TargetCache(SysdigTargets::parse);

  /** Executable and port of whoever was seen listening or accepting. */
  private final Set<Listening> listening = new HashSet<>();

  private record Listening(String executable, String port) {}

  SysdigDescriptors(HostActivity host, SysdigInterpreter.Arguments arguments) {
    this.host = host;
    this.arguments = arguments;
  }

  /** The open file a parameter names, as {@code fd=5(<f>/etc/hosts)}; null where none is named. */
  @Nullable OpenFile file(TracedProcess process, byte[] parameter) {
    SysdigParameters holder = arguments.holder(parameter);
    int index = holder.find(parameter);
    long descriptor = holder.number(index, -1);
    if (descriptor < 0) {
      return null;
    }
    byte[] buffer = holder.buffer();
    int open = holder.opening(index);
    if (open < 0) {
      return host.file(process, descriptor);
    }
    int from = open + 1;
    int to = holder.closing(index);
    OpenFile known = process.descriptors.get((int) descriptor);
    if (known != null && buffer[to - 1] == '>') {
      // what kind it is, and no more
      return known;
    }
    if (known != null) {
      byte[] text = known.target.text();
      if (Arrays.equals(buffer, from, to, text, 0, text.length)
          || known.target.kind() == Target.Kind.CONNECTED
          || known.target.kind() == Target.Kind.FILE && known.target.text().length == 0) {
        return known;
      }
    }
    Target target = oriented(process, targets.of(buffer, from, to));
    if (known != null && known.target.isSocket() && target.isSocket()) {
      if (target.kind() != Target.Kind.BARE) {
        known.target = target;
        known.entity = -1;
      }
      return known;
    }
    return host.made(process, descriptor, target, false);
  }

  /** The open file of a call that sockets alone know. */
  @Nullable OpenFile socket(TracedProcess process) {
    OpenFile file = file(process, FD);
    long descriptor = arguments.number(FD, -1);
    return file == null || file.target.isSocket() ? file : host.socket(process, descriptor);
  }

  void leave(TracedProcess process, Syscall call, long result) {
    switch (call) {
      case OPEN, OPENAT, OPENAT2, CREAT, OPEN_BY_HANDLE_AT -> open(process, call, result);
      case CLOSE -> host.closed(process, arguments.number(FD, -1));
      case DUP, DUP2, DUP3 -> {
        OpenFile known = file(process, FD);
        long from = arguments.number(OLD_FD, known == null ? -1 : arguments.number(FD, -1));
        long to = arguments.left.number(arguments.left.find(RESULT), -1);
        if (from >= 0) {
          host.duplicated(process, from, to, arguments.holds(FLAGS, CLOEXEC));
        }
      }
      case FCNTL, FCNTL64 -> {
        if (arguments.holds(COMMAND, DUPLICATE)) {
          file(process, FD);
          host.duplicated(
              process,
              arguments.number(FD, -1),
              result,
              arguments.holds(COMMAND, DUPLICATE_CLOEXEC));
        }
      }
      case SOCKET -> {
        if (result >= 0) {
          host.made(process, result, socketTarget(), (arguments.number(TYPE, 0) & 0x80000) != 0);
        }
      }
      case SOCKETPAIR -> pair(process, result);
      case PIPE, PIPE2 -> pipe(process, result);
      case EVENTFD, EVENTFD2 -> anonymous(process, result, "eventfd");
      case EPOLL_CREATE, EPOLL_CREATE1 -> anonymous(process, result, "eventpoll");
      case TIMERFD_CREATE -> anonymous(process, result, "timerfd");
      case INOTIFY_INIT, INOTIFY_INIT1 -> anonymous(process, result, "inotify");
      case SIGNALFD, SIGNALFD4 -> anonymous(process, result, "signalfd");
      case MEMFD_CREATE ->
          host.memoryFile(process, result, arguments.text(NAME), arguments.holds(FLAGS, CLOEXEC));
      case CONNECT -> connect(process, result);
      case ACCEPT, ACCEPT4 -> accept(process, result);
      case BIND -> {
        OpenFile file = socket(process);
        if (file != null) {
          String local = SysdigTargets.address(arguments.left.text(arguments.left.find(ADDRESS)));
          host.bound(process, file, result, local);
        }
      }
      case LISTEN -> {
        OpenFile file = socket(process);
        if (file != null) {
          listens(process, file.givenLocal.isEmpty() ? file.target.local() : file.givenLocal);
          host.onFile(process, file, Operation.LISTEN, result);
        }
      }
      default -> {}
    }
  }

  /** {@code name(/absolute/name)} where sysdig resolved it. */
  static String resolved(String printed) {
    int open = printed.indexOf("(/");
    return open > 0 && printed.endsWith(")")
        ? printed.substring(open + 1, printed.length() - 1)
        : printed;
  }

  private void open(TracedProcess process, Syscall call, long result) {
    boolean writes =
        call == Syscall.CREAT
            || arguments.holds(FLAGS, WRITE_ONLY)
            || arguments.holds(FLAGS, READ_WRITE)
            || arguments.holds(FLAGS, CREATE)
            || arguments.holds(FLAGS, TRUNCATE);
    SysdigParameters left = arguments.left;
    int made = left.find(FD);
    int open = made < 0 ? -1 : left.opening(made);
    Target target;
    if (result >= 0 && open >= 0 && left.closing(made) - open > 4) {
      target = targets.of(left.buffer(), open + 1, left.closing(made));
    } else {
      String name = arguments.text(NAME);
      String path = resolved(name.isEmpty() ? arguments.text(PATH) : name);
      target = Target.file(Target.NO_TEXT, AbsolutePath.of(process.directory(), path));
    }
    host.opened(process, result, target, writes, arguments.holds(FLAGS, CLOEXEC));
  }

  private Target socketTarget() {
    int domain = (int) arguments.number(DOMAIN, 0);
    int type = (int) arguments.number(TYPE, 0) & 0xf;
    return switch (domain) {
      case 1 -> new Target(Target.NO_TEXT, Target.Kind.UNIX, "unix", "#0", "");
      case 2, 10 -> HostActivity.bare(type == 1 ? "tcp" : type == 2 ? "udp" : "raw");
      case 16 -> HostActivity.bare("netlink");
      default -> HostActivity.bare("socket");
    };
  }

  private void pair(TracedProcess process, long result) {
    String source = arguments.text(SOURCE);
    String peer = arguments.text(PEER);
    if (result >= 0) {
      made(
          process, FIRST, new Target(Target.NO_TEXT, Target.Kind.UNIX, "unix", "#" + source, peer));
      made(
          process,
          SECOND,
          new Target(Target.NO_TEXT, Target.Kind.UNIX, "unix", "#" + peer, source));
    }
  }

  private void pipe(TracedProcess process, long result) {
    if (result >= 0) {
      Target target =
          new Target(Target.NO_TEXT, Target.Kind.CHANNEL, "pipe", arguments.text(INODE), "");
      made(process, FIRST, target);
      made(process, SECOND, target);
    }
  }

  private void made(TracedProcess process, byte[] parameter, Target target) {
    long descriptor = arguments.number(parameter, -1);
    if (descriptor >= 0) {
      host.made(process, descriptor, target, false);
    }
  }

  private void anonymous(TracedProcess process, long result, String kind) {
    if (result >= 0) {
      Target target = new Target(Target.NO_TEXT, Target.Kind.ANONYMOUS, kind, "", "");
      host.made(process, result, target, arguments.holds(FLAGS, CLOEXEC));
    }
  }

  private void connect(TracedProcess process, long result) {
    OpenFile file = socket(process);
    if (file == null) {
      return;
    }
    String tuple = arguments.left.text(arguments.left.find(TUPLE));
    if (tuple.indexOf(' ') >= 0 || file.target.isUnix()) {
      host.connected(
          process,
          file,
          result,
          SysdigTargets.unix(Target.NO_TEXT, tuple),
          SysdigTargets.unixPath(tuple));
      return;
    }
    String remote = SysdigTargets.end(tuple, false);
    String transport = file.target.name().equals("socket") ? "tcp" : file.target.name();
    Target target =
        remote.isEmpty()
            ? null
            : new Target(
                Target.NO_TEXT,
                Target.Kind.CONNECTED,
                transport,
                SysdigTargets.end(tuple, true),
                remote);
    host.connected(process, file, result, target, remote);
  }

  private void accept(TracedProcess process, long result) {
    String tuple = arguments.left.text(arguments.left.find(TUPLE));
    if (tuple.indexOf(' ') >= 0) {
      Target target = SysdigTargets.acceptedUnix(tuple);
      host.accepted(process, null, result, target, SysdigTargets.unixPath(tuple), "", false);
      return;
    }
    String remote = SysdigTargets.end(tuple, true);
    String local = SysdigTargets.end(tuple, false);
    listens(process, local);
    Target target =
        remote.isEmpty()
            ? HostActivity.bare("tcp")
            : new Target(Target.NO_TEXT, Target.Kind.CONNECTED, "tcp", local, remote);
    host.accepted(process, null, result, target, "", "", false);
  }

  private void listens(TracedProcess process, String local) {
    int colon = local.lastIndexOf(':');
    if (colon >= 0 && listening.size() < MOST_PORTS) {
      listening.add(new Listening(process.executable(), local.substring(colon)));
    }
  }

  /**
   * sysdig shows the client first: one that ends at a port the process listens on is its server's.
   */
  private Target oriented(TracedProcess process, Target target) {
    if (target.kind() != Target.Kind.CONNECTED || listening.isEmpty()) {
      return target;
    }
    int colon = target.remote().lastIndexOf(':');
    return colon >= 0
            && listening.contains(
                new Listening(process.executable(), target.remote().substring(colon)))
        ? SysdigTargets.turned(target)
        : target;
  }
}
