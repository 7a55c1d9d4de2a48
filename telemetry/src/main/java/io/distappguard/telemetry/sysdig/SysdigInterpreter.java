package io.distappguard.telemetry.sysdig;

import static io.distappguard.telemetry.sysdig.SysdigParameters.bytes;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.KernelObjects;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.HostThread;
import io.distappguard.telemetry.syscall.HostThreads.CloneFlags;
import io.distappguard.telemetry.syscall.KernelNames;
import io.distappguard.telemetry.syscall.NamedPeer;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives events their meaning. What is told only when a call is entered is kept with its thread
 * until it is left.
 */
final class SysdigInterpreter {

  static final String NO_RESULT = "call left without a result (expected: res=NUMBER)";

  /** Calls whose result sysdig prints as the descriptor they made. */
  private static final Set<Syscall> MAKES_DESCRIPTOR =
      EnumSet.of(
          Syscall.OPEN,
          Syscall.OPENAT,
          Syscall.OPENAT2,
          Syscall.CREAT,
          Syscall.OPEN_BY_HANDLE_AT,
          Syscall.SOCKET,
          Syscall.ACCEPT,
          Syscall.ACCEPT4,
          Syscall.MEMFD_CREATE);

  /**
   * Calls that every version of sysdig takes apart. Of others an older one prints the name and no
   * parameter at all, which says nothing about the result.
   */
  private static final Set<Syscall> TAKEN_APART =
      EnumSet.of(
          Syscall.READ,
          Syscall.WRITE,
          Syscall.PREAD64,
          Syscall.PWRITE64,
          Syscall.READV,
          Syscall.WRITEV,
          Syscall.PREADV,
          Syscall.PWRITEV,
          Syscall.SEND,
          Syscall.SENDTO,
          Syscall.SENDMSG,
          Syscall.RECV,
          Syscall.RECVFROM,
          Syscall.RECVMSG,
          Syscall.OPEN,
          Syscall.OPENAT,
          Syscall.CREAT,
          Syscall.CLOSE,
          Syscall.DUP,
          Syscall.FCNTL,
          Syscall.PIPE,
          Syscall.SOCKET,
          Syscall.SOCKETPAIR,
          Syscall.BIND,
          Syscall.LISTEN,
          Syscall.CONNECT,
          Syscall.ACCEPT,
          Syscall.CLONE,
          Syscall.FORK,
          Syscall.VFORK,
          Syscall.EXECVE,
          Syscall.CHDIR,
          Syscall.FCHDIR);

  private static final long UNKNOWN = Long.MIN_VALUE;

  private static final byte[] FD = bytes("fd");
  private static final byte[] SIZE = bytes("size");
  private static final byte[] TUPLE = bytes("tuple");
  private static final byte[] IN_FD = bytes("in_fd");
  private static final byte[] OUT_FD = bytes("out_fd");
  private static final byte[] FD_IN = bytes("fd_in");
  private static final byte[] FD_OUT = bytes("fd_out");
  private static final byte[] FDIN = bytes("fdin");
  private static final byte[] FDOUT = bytes("fdout");
  private static final byte[] FLAGS = bytes("flags");
  private static final byte[] PID = bytes("pid");
  private static final byte[] TID = bytes("tid");
  private static final byte[] PARENT = bytes("ptid");
  private static final byte[] VIRTUAL_TID = bytes("vtid");
  private static final byte[] CLONE_THREAD = bytes("CLONE_THREAD");
  private static final byte[] CLONE_FILES = bytes("CLONE_FILES");
  private static final byte[] EXECUTABLE = bytes("exe");
  private static final byte[] EXECUTABLE_PATH = bytes("exepath");
  private static final byte[] TRUSTED_PATH = bytes("trusted_exepath");
  private static final byte[] FILE_NAME = bytes("filename");
  private static final byte[] ARGUMENTS = bytes("args");
  private static final byte[] DIRECTORY = bytes("cwd");
  private static final byte[] NAME = bytes("name");
  private static final byte[] PATH = bytes("path");
  private static final byte[] PATH_NAME = bytes("pathname");
  private static final byte[] NEW_PATH = bytes("newpath");
  private static final byte[] LINK_PATH = bytes("linkpath");
  private static final byte[] MOUNT_POINT = bytes("dir");
  private static final byte[] NAMESPACE = bytes("nstype");
  private static final byte[] SIGNAL = bytes("sig");
  private static final byte[] STATUS = bytes("status");
  private static final byte[] NOT_AVAILABLE = bytes("<NA>");

  private final HostActivity host;
  private final Arguments arguments;
  private final SysdigDescriptors descriptors;

  SysdigInterpreter(HostActivity host) {
    this.host = host;
    this.arguments = new Arguments();
    this.descriptors = new SysdigDescriptors(host, arguments);
  }

  /** Takes an event in; null where that succeeded, else why not. */
  @Nullable String event(EventLine line) {
    Syscall call = line.call;
    if (call == Syscall.OTHER) {
      return null;
    }
    HostThread thread =
        line.pid < 0 ? host.threads().get(line.tid) : host.threads().listed(line.tid, line.pid);
    if (line.enter && call != Syscall.PROCEXIT) {
      thread.enter(call.ordinal(), -1, line.bytes, line.parametersFrom, line.parametersTo);
      return null;
    }
    introduce(thread.process, line);
    arguments.of(line, thread);
    if (call == Syscall.PROCEXIT) {
      exit(thread);
      return null;
    }
    long result = arguments.left.result(MAKES_DESCRIPTOR.contains(call), UNKNOWN);
    if (result == UNKNOWN) {
      thread.entered = -1;
      return arguments.left.isEmpty() && !TAKEN_APART.contains(call) ? null : NO_RESULT;
    }
    leave(thread, host.acting(thread), call, result);
    thread.entered = -1;
    return null;
  }

  /** What each line tells of its process is believed where nothing better is known. */
  private void introduce(TracedProcess process, EventLine line) {
    if (process.container() < 0 && line.containerTo - line.containerFrom >= 12) {
      String id = text(line, line.containerFrom, line.containerTo);
      String name = text(line, line.containerNameFrom, line.containerNameTo);
      boolean isNamed = !name.isEmpty() && !name.equals("<NA>");
      host.containers().label(id, isNamed ? name : null, null);
      process.container(host.containers().number(id, null));
    }
    if (process.executable().isEmpty()
        && line.processTo > line.processFrom
        && line.bytes[line.processFrom] != NOT_AVAILABLE[0]) {
      String name = text(line, line.processFrom, line.processTo);
      process.describe(name, name);
    }
  }

  private void leave(HostThread thread, TracedProcess process, Syscall call, long result) {
    switch (call) {
      case READ, PREAD64, READV, PREADV, PREADV2 -> file(process, true, result);
      case WRITE, PWRITE64, WRITEV, PWRITEV, PWRITEV2 -> file(process, false, result);
      case RECV, RECVFROM, RECVMSG -> socket(process, true, result, result);
      case SEND, SENDTO, SENDMSG -> socket(process, false, result, result);
      case RECVMMSG -> socket(process, true, result, arguments.number(SIZE, 0));
      case SENDMMSG -> socket(process, false, result, arguments.number(SIZE, 0));
      case SENDFILE -> copy(process, IN_FD, OUT_FD, result);
      case SPLICE, TEE -> copy(process, FD_IN, FD_OUT, result);
      case COPY_FILE_RANGE -> copy(process, FDIN, FDOUT, result);
      case EXECVE, EXECVEAT -> execute(process, result);
      case CLONE, CLONE3, FORK, VFORK -> clone(thread, result);
      case CHDIR -> {
        if (result == 0) {
          process.directory(AbsolutePath.of(process.directory(), path(PATH)));
        }
      }
      case FCHDIR -> {
        OpenFile file = descriptors.file(process, FD);
        if (result == 0 && file != null && file.target.kind() == Target.Kind.FILE) {
          process.directory(file.target.name());
        }
      }
      case UNLINK, UNLINKAT, RMDIR -> path(process, Operation.DELETE, result);
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT ->
          onPath(process, path(NEW_PATH), Operation.RENAME, result);
      case SYMLINK, SYMLINKAT -> onPath(process, path(LINK_PATH), Operation.RENAME, result);
      case MKDIR, MKDIRAT, MKNOD, MKNODAT -> path(process, Operation.OPEN_FOR_WRITE, result);
      case CHMOD, FCHMODAT, CHOWN, LCHOWN, FCHOWNAT -> path(process, Operation.CHANGE_MODE, result);
      case FCHMOD, FCHOWN -> {
        OpenFile file = descriptors.file(process, FD);
        if (file != null) {
          host.onFile(process, file, Operation.CHANGE_MODE, result);
        }
      }
      case SETNS -> namespace(process, NAMESPACE, result);
      case UNSHARE -> namespace(process, FLAGS, result);
      case MOUNT -> mount(process, path(MOUNT_POINT), result);
      case UMOUNT, UMOUNT2 -> mount(process, path(NAME), result);
      case CHROOT -> mount(process, path(PATH), result);
      case PIDFD_GETFD -> host.onProcess(process, -1, Operation.TRACE, result);
      case INIT_MODULE, FINIT_MODULE, DELETE_MODULE, BPF ->
          host.onKernel(process, KernelObjects.named(call), Operation.EXTEND_KERNEL, result);
      case KEYCTL -> host.onKernel(process, "keys", Operation.SET_IDENTITY, result);
      case PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV ->
          host.onProcess(process, arguments.number(PID, -1), Operation.TRACE, result);
      case SETUID, SETRESUID, SETREUID ->
          host.onKernel(process, "uid", Operation.SET_IDENTITY, result);
      case SETGID, SETRESGID, SETREGID ->
          host.onKernel(process, "gid", Operation.SET_IDENTITY, result);
      case CAPSET -> host.onKernel(process, "capabilities", Operation.SET_IDENTITY, result);
      case KILL, TGKILL ->
          host.onProcess(process, arguments.number(PID, -1), Operation.SIGNAL, result);
      case TKILL -> host.onProcess(process, arguments.number(TID, -1), Operation.SIGNAL, result);
      default -> descriptors.leave(process, call, result);
    }
  }

  private void file(TracedProcess process, boolean in, long result) {
    OpenFile file = descriptors.file(process, FD);
    if (file != null) {
      host.moved(process, file, in, result, result);
    }
  }

  private void socket(TracedProcess process, boolean in, long result, long bytes) {
    OpenFile file = descriptors.socket(process);
    if (file == null) {
      return;
    }
    SysdigParameters holder = in ? arguments.left : arguments.holder(TUPLE);
    int index = in ? holder.findBehindData(TUPLE) : holder.find(TUPLE);
    if (index < 0 || !file.target.messagesNamePeers()) {
      host.moved(process, file, in, result, bytes);
      return;
    }
    byte[] buffer = holder.buffer();
    int from = holder.from(index);
    int to = holder.to(index);
    if (in && file.target.isUnix()) {
      // what comes in is told with the path of the one who receives it
      host.ownPath(file, SysdigTargets.unixPath(holder.text(index)));
      host.moved(process, file, true, result, bytes);
      return;
    }
    NamedPeer.Address peer = in ? SysdigTargets.SENDER : SysdigTargets.RECEIVER;
    if (file.target.kind() == Target.Kind.CONNECTED
        && file.target.local().equals(peer.of(buffer, from, to))) {
      // the descriptor's words put the client first, a message's the one who sends
      file.target = SysdigTargets.turned(file.target);
      file.entity = -1;
    }
    host.message(process, file, in, result, bytes, buffer, from, to, peer);
  }

  private void copy(TracedProcess process, byte[] source, byte[] target, long result) {
    OpenFile from = descriptors.file(process, source);
    OpenFile to = descriptors.file(process, target);
    if (from != null) {
      host.moved(process, from, true, result, result);
    }
    if (to != null) {
      host.moved(process, to, false, result, result);
    }
  }

  private void execute(TracedProcess process, long result) {
    String executable = arguments.text(EXECUTABLE);
    String path = "";
    for (byte[] name : new byte[][] {TRUSTED_PATH, EXECUTABLE_PATH, FILE_NAME, PATH_NAME}) {
      path = path.isEmpty() ? path(name) : path;
    }
    String directory = arguments.text(DIRECTORY);
    if (result >= 0 && !directory.isEmpty()) {
      process.directory(directory);
    }
    String printed = arguments.text(ARGUMENTS);
    String rest = printed.endsWith(".") ? printed.substring(0, printed.length() - 1) : printed;
    host.executed(
        process,
        result,
        path.isEmpty() ? executable : AbsolutePath.of(process.directory(), path),
        (executable + " " + rest).strip());
  }

  private void clone(HostThread thread, long result) {
    if (result < 0) {
      return;
    }
    int flags = arguments.left.find(FLAGS);
    CloneFlags kind =
        new CloneFlags(
            arguments.left.holds(flags, CLONE_THREAD), arguments.left.holds(flags, CLONE_FILES));
    if (result > 0) {
      if (arguments.number(VIRTUAL_TID, thread.tid) == thread.tid) {
        host.cloned(thread, result, result, kind, false, null);
      }
      return;
    }
    long pid = arguments.number(PID, thread.tid);
    long parent = kind.thread() ? pid : arguments.number(PARENT, -1);
    if (parent >= 0 && parent != thread.tid) {
      HostThread origin = host.threads().get(parent);
      if (origin != thread) {
        host.cloned(origin, thread.tid, pid, kind, true, null);
      }
    }
  }

  private void exit(HostThread thread) {
    long signal = arguments.number(SIGNAL, -1);
    long ended = signal >= 0 ? signal : arguments.number(STATUS, 0) & 0x7f;
    host.ended(thread, KernelNames.end((int) ended));
  }

  private void path(TracedProcess process, Operation operation, long result) {
    String path = path(NAME);
    for (byte[] name : new byte[][] {PATH, FILE_NAME, PATH_NAME}) {
      path = path.isEmpty() ? path(name) : path;
    }
    onPath(process, path, operation, result);
  }

  private void onPath(TracedProcess process, String path, Operation operation, long result) {
    if (!path.isEmpty()) {
      host.onPath(process, AbsolutePath.of(process.directory(), path), operation, result);
    }
  }

  /** {@code name(/absolute/name)} where sysdig resolved it. */
  private String path(byte[] name) {
    return SysdigDescriptors.resolved(arguments.text(name));
  }

  private void namespace(TracedProcess process, byte[] name, long result) {
    String flags = arguments.text(name).toLowerCase(Locale.ROOT);
    int open = flags.indexOf('(');
    host.onKernel(
        process,
        open >= 0 && flags.endsWith(")") ? flags.substring(open + 1, flags.length() - 1) : flags,
        Operation.SET_NAMESPACE,
        result);
  }

  private void mount(TracedProcess process, String target, long result) {
    host.onKernel(process, AbsolutePath.of(process.directory(), target), Operation.MOUNT, result);
  }

  private static String text(EventLine line, int from, int to) {
    return new String(line.bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Parameters of a call: those it was left with, else those it was entered with. */
  static final class Arguments {

    final SysdigParameters left = new SysdigParameters();
    private final SysdigParameters entered = new SysdigParameters();
    private boolean hasEntered;

    void of(EventLine line, HostThread thread) {
      left.of(line.bytes, line.parametersFrom, line.parametersTo);
      hasEntered = thread.entered == line.call.ordinal();
      if (hasEntered) {
        entered.of(thread.arguments, 0, thread.argumentsLength);
      }
    }

    /** Whoever has a parameter; what was said when entering comes before any payload. */
    SysdigParameters holder(byte[] name) {
      return hasEntered && entered.find(name) >= 0 ? entered : left;
    }

    long number(byte[] name, long otherwise) {
      SysdigParameters holder = holder(name);
      return holder.number(holder.find(name), otherwise);
    }

    String text(byte[] name) {
      SysdigParameters holder = holder(name);
      return holder.text(holder.find(name));
    }

    boolean holds(byte[] name, byte[] part) {
      SysdigParameters holder = holder(name);
      return holder.holds(holder.find(name), part);
    }
  }
}
