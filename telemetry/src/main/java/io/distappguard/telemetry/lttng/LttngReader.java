package io.distappguard.telemetry.lttng;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.exchange.HostEventReader;
import io.distappguard.telemetry.exchange.HostProcess;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.exchange.SyscallTable;
import io.distappguard.telemetry.exchange.SyscallTable.Architecture;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.LineReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a kernel trace of LTTng, in the Common Trace Format, as text: {@code babeltrace
 * --clock-seconds DIR/kernel} (lttng.org/docs, "Kernel tracing", context fields; babeltrace(1)).
 * That is how the scenarios of LID-DS come in their CTF form. Entries and exits of calls are joined
 * by thread; descriptors are followed from open, socket, accept, connect, dup and close on, and
 * from the state dump where the trace has one. One that was open before stands for {@code unknown},
 * or for a socket without addresses where it is used as one.
 *
 * <p>The context fields {@code pid}, {@code tid} and {@code procname} are needed ({@code lttng
 * add-context}); {@code vpid} and {@code pid_ns} tell containers apart. Without {@code
 * --clock-seconds} or {@code --clock-date} babeltrace prints times of a day, which are taken to be
 * of the first of January 1970 and the days after. An event is a line. Not thread-safe.
 */
public final class LttngReader extends HostEventReader {

  static final String NO_CONTEXT = "event without pid and tid (lttng add-context)";
  static final String FOLDED =
      "socketcall of a 32-bit program: the trace does not hold its arguments";
  static final String NO_ENTRY = "exit of a call without its entry";

  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long RETRY = -11;
  private static final long IN_PROGRESS = -115;
  private static final long CLONE_THREAD = 0x10000;

  /** {@code O_ACCMODE} without {@code O_RDONLY}, {@code O_CREAT}, {@code O_TRUNC}. */
  private static final long WRITES = 3 | 0100 | 01000;

  private static final int MOST_CALLS = 100_000;
  private static final int IPV4 = 2;
  private static final int IPV6 = 10;

  private static final ByteWords PID = ByteWords.of("pid");
  private static final ByteWords TID = ByteWords.of("tid");
  private static final ByteWords VPID = ByteWords.of("vpid");
  private static final ByteWords PID_NAMESPACE = ByteWords.of("pid_ns");
  private static final ByteWords COMMAND = ByteWords.of("procname");
  private static final ByteWords RESULT = ByteWords.of("ret");
  private static final ByteWords DESCRIPTOR =
      ByteWords.of("fd", "in_fd", "fd_in", "fdin", "fildes", "oldfd", "sockfd");
  private static final ByteWords SECOND = ByteWords.of("out_fd", "fd_out", "fdout", "newfd");
  private static final ByteWords PATH =
      ByteWords.of("filename", "pathname", "path", "oldname", "dir_name", "name", "uname");
  private static final ByteWords PATH_OF_ATTRIBUTE = ByteWords.of("pathname", "path");
  private static final ByteWords ATTRIBUTE = ByteWords.of("name");
  private static final ByteWords NEW_PATH = ByteWords.of("newname");
  private static final ByteWords FLAGS =
      ByteWords.of("flags", "clone_flags", "unshare_flags", "nstype");
  private static final ByteWords TARGET = ByteWords.of("pid", "tgid");
  private static final ByteWords FAMILY = ByteWords.of("family");
  private static final ByteWords KIND = ByteWords.of("type");
  private static final ByteWords PORT = ByteWords.of("dport", "sport", "port");
  private static final ByteWords ADDRESS_4 = ByteWords.of("v4addr");
  private static final ByteWords ADDRESS_6 = ByteWords.of("v6addr");
  private static final ByteWords SOCKETCALL = ByteWords.of("call");

  /** Where a program gave the address of a message, which the trace does not follow. */
  private static final ByteWords POINTER = ByteWords.of("addr", "dest_addr");

  private static final ByteWords CHILD = ByteWords.of("child_pid");
  private static final ByteWords CHILD_THREAD = ByteWords.of("child_tid");

  private final LttngLine line = new LttngLine();
  private final ProcessDescriptors descriptors = new ProcessDescriptors();
  private final Map<Long, PendingCall> pending = new HashMap<>();

  private int affected = -1;

  /** The time before, while none is believed yet. */
  private long firstMicros = -1;

  private LttngReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, registry, exchanges, new LineReader(source.stream(), source.name()));
  }

  /** Whether a file that begins like this is a kernel trace printed by babeltrace. */
  public static boolean recognises(Beginning beginning) {
    byte[] first = beginning.firstLine().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new LttngLine().parse(first, 0, first.length) == null;
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new LttngReader(source, registry, exchanges);
  }

  @Override
  protected @Nullable String parse(byte[] buffer, int from, int to) {
    affected = -1;
    return line.parse(buffer, from, to);
  }

  @Override
  protected int affectedContainer() {
    return affected;
  }

  @Override
  protected long micros() {
    long micros = line.micros();
    if (!line.isOfDay()) {
      return micros;
    }
    long near = latestMicros() >= 0 ? latestMicros() : firstMicros;
    if (near >= 0) {
      // of the days it may be of, the one nearest to the others
      micros += Math.floorDiv(near - micros + DAY_MICROS / 2, DAY_MICROS) * DAY_MICROS;
      micros = micros < 0 ? micros + DAY_MICROS : micros;
    }
    firstMicros = micros;
    return micros;
  }

  @Override
  protected @Nullable String interpret(long latest) {
    processes.at(latest);
    int entry = after("syscall_entry_", "compat_syscall_entry_");
    if (entry >= 0) {
      return entry(Syscall.of(line.buffer(), entry, line.eventTo()));
    }
    int exit = after("syscall_exit_", "compat_syscall_exit_");
    if (exit >= 0) {
      return exit(Syscall.of(line.buffer(), exit, line.eventTo()));
    }
    if (line.eventIs("sched_process_fork")) {
      return fork();
    }
    if (line.eventIs("lttng_statedump_file_descriptor")) {
      dumped();
    }
    return null;
  }

  private int after(String prefix, String other) {
    int found = line.afterPrefix(prefix);
    return found >= 0 ? found : line.afterPrefix(other);
  }

  private @Nullable String entry(Syscall syscall) {
    long thread = line.number(line.find(TID));
    HostProcess process = process();
    if (process == null || thread < 0) {
      return NO_CONTEXT;
    }
    if (pending.size() >= MOST_CALLS) {
      pending.clear();
    }
    PendingCall begun = pending.computeIfAbsent(thread, unused -> new PendingCall());
    begun.syscall = syscall;
    if (syscall == Syscall.OTHER) {
      return null;
    }
    if (syscall == Syscall.SOCKETCALL) {
      long asked = line.number(line.find(SOCKETCALL));
      affected = process.container();
      return SyscallTable.of(Architecture.SOCKETCALL, asked) == Syscall.OTHER ? null : FOLDED;
    }
    begun.descriptor = line.number(line.find(DESCRIPTOR));
    begun.second = line.number(line.find(SECOND));
    int renamed = line.find(NEW_PATH);
    begun.path = line.text(renamed >= 0 ? renamed : line.find(PATH));
    begun.attribute = "";
    switch (syscall) {
      case SETXATTR, LSETXATTR, FSETXATTR, SETXATTRAT -> {
        begun.path = line.text(line.find(PATH_OF_ATTRIBUTE));
        begun.attribute = line.text(line.find(ATTRIBUTE));
      }
      default -> {}
    }
    begun.flags = line.number(line.find(FLAGS));
    begun.address = address();
    begun.namesPeer = namesPeer(syscall, begun.address);
    begun.arguments = "";
    if (syscall == Syscall.SOCKET) {
      begun.transport = transport();
    } else if (syscall == Syscall.KILL || syscall == Syscall.PTRACE || syscall == Syscall.TGKILL) {
      begun.pid = line.number(line.find(TARGET));
    } else if (syscall == Syscall.EXIT_GROUP) {
      processes.exit(process, "exit");
      descriptors.end(process);
      pending.remove(thread);
    }
    return null;
  }

  private @Nullable String exit(Syscall syscall) {
    long thread = line.number(line.find(TID));
    HostProcess process = process();
    if (process == null || thread < 0) {
      return NO_CONTEXT;
    }
    PendingCall begun = pending.get(thread);
    if (begun == null || begun.syscall != syscall) {
      return syscall == Syscall.OTHER || syscall.forks() ? null : NO_ENTRY;
    }
    begun.syscall = Syscall.OTHER;
    long result = line.number(line.find(RESULT));
    if (syscall == Syscall.OTHER || result == RETRY) {
      return null;
    }
    boolean failed = result < 0 && result != IN_PROGRESS;
    call.clear();
    call.syscall = syscall;
    call.failed = failed;
    call.bytes = Math.max(0, result);
    call.path = begun.path;
    call.pid = begun.pid;
    if (!failed) {
      follow(process, syscall, begun, result);
    }
    resolve(process, syscall, begun, result);
    switch (syscall) {
      case OPEN, OPENAT, OPENAT2, OPEN_BY_HANDLE_AT ->
          call.forWriting = begun.flags > 0 && (begun.flags & WRITES) != 0;
      case CLONE -> call.pid = (begun.flags & CLONE_THREAD) == 0 ? result : -1;
      case FORK, VFORK, CLONE3 -> call.pid = -1;
      case MEMFD_CREATE -> call.name = begun.path;
      case SETXATTR, LSETXATTR, FSETXATTR, SETXATTRAT -> call.name = begun.attribute;
      case SETNS, UNSHARE -> call.name = "0x" + Long.toHexString(begun.flags);
      default -> {}
    }
    if (syscall == Syscall.CLONE && call.pid > 0 && !failed) {
      child(process, call.pid);
    } else {
      meaning.take(process, call);
    }
    return null;
  }

  /** What the descriptors mean from now on. */
  private void follow(HostProcess process, Syscall syscall, PendingCall begun, long result) {
    int container = process.container();
    switch (syscall) {
      case OPEN, OPENAT, OPENAT2, CREAT -> {
        String path = AbsolutePath.of(process.directory(), begun.path);
        descriptors.put(process, result, new Descriptor(registry.file(container, path), "", ""));
      }
      case SOCKET -> {
        int entity = registry.socket(container, begun.transport, "", "");
        descriptors.put(process, result, new Descriptor(entity, begun.transport, ""));
      }
      case ACCEPT, ACCEPT4 -> {
        Descriptor listening = descriptors.find(process, begun.descriptor);
        String peer = address();
        String own = listening == null ? "" : listening.local();
        boolean isUnix = listening != null && listening.transport().equals("unix");
        String transport = isUnix ? "unix" : "tcp";
        int entity = registry.socket(container, transport, own, peer);
        descriptors.put(process, result, new Descriptor(entity, transport, own));
      }
      case CONNECT -> {
        if (!begun.address.isEmpty()) {
          Descriptor socket = descriptors.find(process, begun.descriptor);
          String transport = socket == null || !socket.isSocket() ? "tcp" : socket.transport();
          String own = socket == null ? "" : socket.local();
          int entity = registry.socket(container, transport, own, begun.address);
          descriptors.put(process, begun.descriptor, new Descriptor(entity, transport, own));
        }
      }
      case BIND -> {
        if (!begun.address.isEmpty()) {
          Descriptor socket = descriptors.find(process, begun.descriptor);
          String transport = socket == null || !socket.isSocket() ? "tcp" : socket.transport();
          int entity = registry.socket(container, transport, begun.address, "");
          descriptors.put(
              process, begun.descriptor, new Descriptor(entity, transport, begun.address));
        }
      }
      case DUP, DUP2, DUP3 -> descriptors.duplicate(process, begun.descriptor, result);
      case CLOSE -> descriptors.close(process, begun.descriptor);
      case EVENTFD, EVENTFD2 -> anonymous(process, result, "eventfd");
      case EPOLL_CREATE, EPOLL_CREATE1 -> anonymous(process, result, "eventpoll");
      case TIMERFD_CREATE -> anonymous(process, result, "timerfd");
      case INOTIFY_INIT1 -> anonymous(process, result, "inotify");
      default -> {}
    }
  }

  /** Which entities the call's descriptors stand for. */
  private void resolve(HostProcess process, Syscall syscall, PendingCall begun, long result) {
    boolean isSocketCall =
        switch (syscall) {
          case RECVFROM, RECVMSG, RECVMMSG, SENDTO, SENDMSG, SENDMMSG -> true;
          case CONNECT, ACCEPT, ACCEPT4, BIND, LISTEN -> true;
          default -> false;
        };
    boolean isAccepted = (syscall == Syscall.ACCEPT || syscall == Syscall.ACCEPT4) && !call.failed;
    boolean opens =
        switch (syscall) {
          case OPEN, OPENAT, OPENAT2, CREAT, EXECVE, EXECVEAT, CLOSE, DUP, DUP2, DUP3 -> true;
          default -> false;
        };
    boolean isOpenedByHandle = syscall == Syscall.OPEN_BY_HANDLE_AT && !call.failed;
    long number = isAccepted || isOpenedByHandle ? result : begun.descriptor;
    if (number >= 0 && !opens) {
      Descriptor descriptor = known(process, number, isSocketCall);
      call.entity = descriptor.entity();
      call.isSocket = descriptor.isSocket();
      if (descriptor.isSocket() && !descriptor.transport().equals("tcp")) {
        messagePeer(process, syscall, descriptor, begun);
      }
    }
    boolean copies =
        syscall == Syscall.SENDFILE
            || syscall == Syscall.SENDFILE64
            || syscall == Syscall.SPLICE
            || syscall == Syscall.TEE
            || syscall == Syscall.COPY_FILE_RANGE;
    if (copies && begun.second >= 0) {
      Descriptor target = known(process, begun.second, false);
      call.target = target.entity();
      call.targetIsSocket = target.isSocket();
    }
    if (syscall == Syscall.CONNECT && call.failed && !begun.address.isEmpty()) {
      Descriptor socket = known(process, begun.descriptor, true);
      call.entity = registry.socket(process.container(), socket.transport(), "", begun.address);
    }
  }

  /** What a descriptor stands for; of one that was open before, what its use tells. */
  private Descriptor known(HostProcess process, long number, boolean isSocket) {
    Descriptor known = descriptors.find(process, number);
    if (known == null) {
      int container = process.container();
      known =
          isSocket
              ? new Descriptor(registry.socket(container, "socket", "", ""), "socket", "")
              : new Descriptor(
                  registry.channel(container, "unknown", process.pid() + "/" + number), "", "");
      descriptors.put(process, number, known);
    }
    return known;
  }

  private void anonymous(HostProcess process, long number, String kind) {
    int entity = registry.channel(process.container(), kind, process.pid() + "/" + number);
    descriptors.put(process, number, new Descriptor(entity, "", ""));
  }

  private @Nullable String fork() {
    HostProcess parent = process();
    if (parent == null) {
      return NO_CONTEXT;
    }
    long child = line.number(line.find(CHILD));
    if (child > 0 && child == line.number(line.find(CHILD_THREAD)) && child != parent.pid()) {
      child(parent, child);
    }
    return null;
  }

  /** Both the call and the scheduler may tell of a child; the second time it is there already. */
  private void child(HostProcess parent, long pid) {
    HostProcess known = processes.find(parent.container(), pid);
    if (known == null || !known.isChildOf(parent)) {
      descriptors.fork(parent, processes.fork(parent, parent.container(), pid));
    }
  }

  private void dumped() {
    HostProcess process = process();
    long number = line.number(line.find(DESCRIPTOR));
    String path = line.text(line.find(PATH));
    if (process != null && number >= 0 && path.startsWith("/")) {
      int entity = registry.file(process.container(), path);
      descriptors.put(process, number, new Descriptor(entity, "", ""));
    }
  }

  private @Nullable HostProcess process() {
    long pid = line.number(line.find(PID));
    if (pid < 0) {
      return null;
    }
    long own = line.number(line.find(VPID));
    boolean isContained = own >= 0 && own != pid;
    String id = isContained ? line.text(line.find(PID_NAMESPACE)) : "";
    int container = containers.number(line.host(), id, LttngReader::labels);
    HostProcess known = processes.find(container, pid);
    return known == null
        ? processes.running(container, pid, line.text(line.find(COMMAND)), "", null)
        : known;
  }

  private static Container labels(String host, String id) {
    return HostContainers.labelled(id, host, null, null);
  }

  /** The address that entry or exit shows; empty where they show none. */
  private String address() {
    long family = line.number(line.find(FAMILY));
    long port = Math.max(0, line.number(line.find(PORT)));
    if (family == IPV4) {
      byte[] bytes = line.bytes(line.find(ADDRESS_4));
      return bytes.length == 4 ? Endpoints.ipv4(bytes, 0) + ":" + port : "";
    }
    if (family == IPV6) {
      byte[] bytes = line.bytes(line.find(ADDRESS_6));
      return bytes.length == 16 ? Endpoints.of(Endpoints.ipv6(bytes, 0), port) : "";
    }
    return "";
  }

  /**
   * A message that names its peer goes there, or comes from there, whatever the socket is connected
   * to; where the trace does not show the address, the peer is unknown.
   */
  private void messagePeer(
      HostProcess process, Syscall syscall, Descriptor descriptor, PendingCall begun) {
    boolean isReceived =
        syscall == Syscall.RECVFROM || syscall == Syscall.RECVMSG || syscall == Syscall.RECVMMSG;
    String sender = isReceived ? address() : "";
    if (begun.namesPeer || !sender.isEmpty()) {
      call.entity =
          registry.socket(
              process.container(),
              descriptor.transport(),
              descriptor.local(),
              isReceived ? sender : begun.address);
    }
  }

  private boolean namesPeer(Syscall syscall, String address) {
    int pointer = line.find(POINTER);
    return switch (syscall) {
      case SENDTO -> !address.isEmpty() || pointer >= 0 && line.number(pointer) != 0;
      case SENDMSG, SENDMMSG -> !address.isEmpty();
      default -> false;
    };
  }

  /** {@code SOCK_DGRAM} is 2 (include/linux/net.h); the family of unix sockets is 1. */
  private String transport() {
    if (line.number(line.find(FAMILY)) == 1) {
      return "unix";
    }
    return (line.number(line.find(KIND)) & 0xf) == 2 ? "udp" : "tcp";
  }
}
