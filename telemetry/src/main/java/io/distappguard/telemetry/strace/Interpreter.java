package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives lines their meaning: joins the halves of calls per thread, follows threads and processes,
 * and hands each finished call to {@link DataCalls}, {@link DescriptorCalls} or {@link
 * ControlCalls}. One instance for one recording of one container.
 */
final class Interpreter {

  static final String NO_FIRST_HALF = "second half of a call without its first";

  private static final byte[] SUPERSEDED = bytes("superseded by execve in pid ");
  private static final byte[] COMMENT = bytes(" /* ");
  private static final byte[] KILLED = bytes("killed by ");

  private final TracedContainer container;
  private final DataCalls data;
  private final DescriptorCalls descriptors;
  private final ControlCalls control;
  private final StraceLine joined = new StraceLine();
  private byte[] joinBuffer = new byte[4096];

  /** In a call whose line a remark of strace broke; null where none is. */
  private @Nullable TracedThread interrupted;

  Interpreter(TracedContainer container) {
    this.container = container;
    this.data = new DataCalls(container);
    this.descriptors = new DescriptorCalls(container);
    this.control = new ControlCalls(container);
  }

  /**
   * Takes in one line.
   *
   * @return null where it was understood, else why not
   */
  @Nullable String line(StraceLine line, long micros) {
    container.at(micros);
    return switch (line.kind()) {
      case REMARK, SIGNAL -> null;
      case DETACHED -> {
        container.threads.of(line).isWaiting = false;
        yield null;
      }
      case REST -> rest(line);
      case END -> {
        end(line);
        yield null;
      }
      case UNFINISHED -> {
        TracedThread thread = container.threads.of(line);
        thread.begin(line.syscall(), line.buffer(), line.bodyFrom(), line.bodyTo());
        if (line.syscall().forks()) {
          container.threads.forkBegins(thread);
        }
        interrupted = line.attached() > 0 ? thread : null;
        container.threads.attached(line.attached());
        yield null;
      }
      case RESUMED -> resumed(line);
      case CALL -> call(container.threads.of(line), line.syscall(), line);
    };
  }

  /** The recording is over. */
  void end() {
    container.end();
  }

  private @Nullable String resumed(StraceLine line) {
    TracedThread thread = container.threads.of(line);
    return thread.isWaiting && thread.waiting == line.syscall()
        ? secondHalf(thread, line)
        : NO_FIRST_HALF;
  }

  /** What follows a remark of strace that broke a call's line. */
  private @Nullable String rest(StraceLine line) {
    TracedThread thread = interrupted;
    interrupted = null;
    return thread == null || !thread.isWaiting ? NO_FIRST_HALF : secondHalf(thread, line);
  }

  private @Nullable String secondHalf(TracedThread thread, StraceLine line) {
    Syscall syscall = thread.waiting;
    thread.isWaiting = false;
    if (syscall.forks()) {
      container.threads.forkReturns(thread);
    }
    int rest = line.bodyTo() - line.bodyFrom();
    int length = thread.halfLength + rest;
    if (joinBuffer.length < length) {
      joinBuffer = new byte[length * 2];
    }
    System.arraycopy(thread.half, 0, joinBuffer, 0, thread.halfLength);
    System.arraycopy(line.buffer(), line.bodyFrom(), joinBuffer, thread.halfLength, rest);
    String problem = joined.parseJoined(syscall, joinBuffer, 0, length);
    return problem == null ? call(thread, syscall, joined) : problem;
  }

  private @Nullable String call(TracedThread thread, Syscall syscall, StraceLine line) {
    if (line.outcome() == StraceLine.Outcome.RETRY) {
      return null;
    }
    TracedProcess process = thread.process;
    switch (syscall) {
      case READ, PREAD64, READV, PREADV, PREADV2 -> data.in(process, syscall, line);
      case WRITE, PWRITE64, WRITEV, PWRITEV, PWRITEV2, VMSPLICE -> data.out(process, syscall, line);
      case RECV, RECVFROM, RECVMSG, RECVMMSG -> {
        return data.receive(process, syscall, line);
      }
      case SEND, SENDTO, SENDMSG, SENDMMSG -> {
        return data.send(process, syscall, line);
      }
      case SENDFILE, SENDFILE64 -> data.copy(process, line, 1, 0);
      case COPY_FILE_RANGE, SPLICE -> data.copy(process, line, 0, 2);
      case TEE -> data.copy(process, line, 0, 1);
      case OPEN, OPENAT, OPENAT2, CREAT, OPEN_BY_HANDLE_AT ->
          descriptors.open(process, syscall, line);
      case CLOSE -> descriptors.close(process, line);
      case CLOSE_RANGE -> descriptors.closeRange(process, line);
      case DUP, DUP2, DUP3, FCNTL, FCNTL64 -> descriptors.duplicate(process, syscall, line);
      case SOCKET, EVENTFD, EVENTFD2, EPOLL_CREATE, EPOLL_CREATE1, TIMERFD_CREATE, INOTIFY_INIT1 ->
          descriptors.make(process, syscall, line);
      case MEMFD_CREATE -> descriptors.memoryFile(process, line);
      case SOCKETPAIR, PIPE, PIPE2 -> descriptors.pair(process, syscall, line);
      case CONNECT -> descriptors.connect(process, line);
      case ACCEPT, ACCEPT4 -> descriptors.accept(process, line);
      case BIND, LISTEN -> descriptors.listen(process, syscall, line);
      case EXECVE, EXECVEAT -> {
        container.threads.executes(thread);
        control.execute(thread.process, syscall, line);
      }
      case CLONE, CLONE3, FORK, VFORK -> fork(thread, line);
      case CHDIR, FCHDIR -> control.changeDirectory(process, syscall, line);
      case UNLINK, UNLINKAT, RMDIR -> control.onPath(process, line, 0, Operation.DELETE);
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT, SYMLINK, SYMLINKAT ->
          control.onPath(process, line, 1, Operation.RENAME);
      case MKDIR, MKDIRAT, MKNOD, MKNODAT, TRUNCATE ->
          control.onPath(process, line, 0, Operation.OPEN_FOR_WRITE);
      case CHMOD, FCHMODAT, FCHMODAT2, CHOWN, LCHOWN, FCHOWNAT ->
          control.onPath(process, line, 0, Operation.CHANGE_MODE);
      case FCHMOD, FCHOWN -> control.onDescriptor(process, line, Operation.CHANGE_MODE);
      case SETNS, UNSHARE -> control.namespace(process, syscall, line);
      case SETXATTR, LSETXATTR, FSETXATTR, SETXATTRAT -> control.attribute(process, syscall, line);
      case MOUNT, UMOUNT, UMOUNT2, PIVOT_ROOT, CHROOT, MOVE_MOUNT ->
          control.mount(process, syscall, line);
      case OPEN_TREE, FSPICK, MOUNT_SETATTR -> control.mount(process, syscall, line);
      case FSOPEN, FSMOUNT -> control.kernel(process, syscall, line, Operation.MOUNT);
      case INIT_MODULE, FINIT_MODULE, DELETE_MODULE, KEXEC_LOAD, KEXEC_FILE_LOAD, BPF ->
          control.kernel(process, syscall, line, Operation.EXTEND_KERNEL);
      case PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV, PIDFD_GETFD ->
          control.trace(process, syscall, line);
      case SETUID,
          SETGID,
          SETRESUID,
          SETRESGID,
          SETREUID,
          SETREGID,
          SETFSUID,
          SETFSGID,
          SETGROUPS,
          CAPSET,
          KEYCTL,
          ADD_KEY,
          REQUEST_KEY ->
          control.kernel(process, syscall, line, Operation.SET_IDENTITY);
      case KILL, TKILL, TGKILL -> control.signal(process, syscall, line);
      case FTRUNCATE, EXIT, EXIT_GROUP, OTHER -> {}
    }
    return null;
  }

  private void fork(TracedThread parent, StraceLine line) {
    if (line.outcome() != StraceLine.Outcome.SUCCESS) {
      return;
    }
    // The arguments' first half was kept by the thread, or stands in the line itself.
    TracedProcess child =
        container.threads.forked(
            parent, child(line), line.buffer(), line.bodyFrom(), line.bodyTo());
    if (child != null) {
      container.exchange(parent.process, container.processEntity(child), Operation.FORK, 0, false);
    }
  }

  /** {@code 2 /* 4711 in strace's PID NS *}{@code /}: the number that lines of the child have. */
  private static int child(StraceLine line) {
    byte[] buffer = line.buffer();
    int at = line.resultTo();
    boolean isTranslated =
        ByteText.indexOf(buffer, at, Math.min(line.bodyTo(), at + 4), COMMENT) >= 0;
    int own = isTranslated ? ByteText.number(buffer, at + 4, line.bodyTo()) : -1;
    return own > 0 ? own : (int) line.result();
  }

  /** {@code exited with 0}, {@code killed by SIGKILL}, {@code superseded by execve in pid 5}. */
  private void end(StraceLine line) {
    TracedThread thread = container.threads.ending(line);
    if (thread == null) {
      return;
    }
    byte[] buffer = line.buffer();
    int from = line.bodyFrom();
    int to = line.bodyTo();
    int superseded = ByteText.indexOf(buffer, from, to, SUPERSEDED);
    if (superseded >= 0) {
      // The executing thread goes on under the number of the leader, which this line ends.
      int tid = ByteText.number(buffer, superseded + SUPERSEDED.length, to);
      TracedThread executing = container.threads.find(tid);
      if (executing != null && executing != thread) {
        thread.begin(executing.waiting, executing.half, 0, executing.halfLength);
        thread.isWaiting = executing.isWaiting;
        container.threads.end(executing);
      }
      return;
    }
    TracedProcess process = thread.process;
    if (container.threads.end(thread)) {
      int killed = ByteText.indexOf(buffer, from, to, KILLED);
      String how = killed < 0 ? "exit" : "killed by " + word(buffer, killed + KILLED.length, to);
      container.exchange(
          process, container.registry.kernel(container.id, how), Operation.EXIT, 0, false);
    }
  }

  private static String word(byte[] buffer, int from, int to) {
    int end = from;
    while (end < to && buffer[end] != ' ') {
      end++;
    }
    return ByteText.ascii(buffer, from, end);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
