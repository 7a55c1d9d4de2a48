package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.Operation;

/**
 * What system calls do to which entity, alike for all sources, and as the reader of strace has it:
 * profiles learned from one source have the same kinds of edges as those of another. What the
 * source does not tell (a path, a peer) is left out rather than guessed. Not thread-safe.
 */
public final class CallMeaning {

  /** The attribute of a file that gives capabilities to who executes it (capabilities(7)). */
  public static final String CAPABILITY = "security.capability";

  private final Registry registry;
  private final HostProcesses processes;

  public CallMeaning(Registry registry, HostProcesses processes) {
    this.registry = registry;
    this.processes = processes;
  }

  /** Takes a call of a process in. */
  public void take(HostProcess process, ObservedCall call) {
    switch (call.syscall) {
      case READ, PREAD64, READV, PREADV, PREADV2, RECV, RECVFROM, RECVMSG, RECVMMSG ->
          onEntity(process, call, call.isSocket ? Operation.RECEIVE : Operation.READ);
      case WRITE, PWRITE64, WRITEV, PWRITEV, PWRITEV2, SEND, SENDTO, SENDMSG, SENDMMSG, VMSPLICE ->
          onEntity(process, call, call.isSocket ? Operation.SEND : Operation.WRITE);
      case SENDFILE, SENDFILE64, COPY_FILE_RANGE, SPLICE, TEE -> copy(process, call);
      case OPEN, OPENAT, OPENAT2, CREAT, OPEN_BY_HANDLE_AT -> open(process, call);
      case CONNECT -> onEntity(process, call, Operation.CONNECT);
      case ACCEPT, ACCEPT4 -> onEntity(process, call, Operation.ACCEPT);
      case BIND, LISTEN -> onEntity(process, call, Operation.LISTEN);
      case EXECVE, EXECVEAT -> {
        if (!call.path.isEmpty()) {
          processes.execute(process, call.path, call.arguments, call.failed);
        }
      }
      case CLONE, CLONE3, FORK, VFORK -> {
        if (!call.failed && call.pid > 0) {
          processes.fork(process, process.container(), call.pid);
        }
      }
      case EXIT_GROUP -> processes.exit(process, call.name.isEmpty() ? "exit" : call.name);
      case CHDIR -> {
        if (!call.failed && !call.path.isEmpty()) {
          process.directory(AbsolutePath.of(process.directory(), call.path));
        }
      }
      case UNLINK, UNLINKAT, RMDIR -> onPath(process, call, Operation.DELETE);
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT, SYMLINK, SYMLINKAT ->
          onPath(process, call, Operation.RENAME);
      case MKDIR, MKDIRAT, MKNOD, MKNODAT, TRUNCATE ->
          onPath(process, call, Operation.OPEN_FOR_WRITE);
      case CHMOD, FCHMOD, FCHMODAT, FCHMODAT2, CHOWN, LCHOWN, FCHOWN, FCHOWNAT ->
          onPath(process, call, Operation.CHANGE_MODE);
      case SETXATTR, LSETXATTR, FSETXATTR, SETXATTRAT -> {
        if (call.name.equals(CAPABILITY)) {
          onPath(process, call, Operation.CHANGE_MODE);
        }
      }
      case SETNS, UNSHARE -> onKernel(process, call, call.name, Operation.SET_NAMESPACE);
      case MOUNT, UMOUNT, UMOUNT2, PIVOT_ROOT, CHROOT ->
          onKernel(process, call, call.path, Operation.MOUNT);
      case MOVE_MOUNT, OPEN_TREE, FSPICK, MOUNT_SETATTR ->
          onKernel(process, call, call.path, Operation.MOUNT);
      case FSOPEN, FSMOUNT ->
          onKernel(process, call, KernelObjects.named(call.syscall), Operation.MOUNT);
      case INIT_MODULE, FINIT_MODULE, DELETE_MODULE, KEXEC_LOAD, KEXEC_FILE_LOAD, BPF ->
          onKernel(process, call, KernelObjects.named(call.syscall), Operation.EXTEND_KERNEL);
      case PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV, PIDFD_GETFD ->
          processes.onProcess(process, call.pid, Operation.TRACE, call.failed);
      case KILL, TKILL, TGKILL ->
          processes.onProcess(process, call.pid, Operation.SIGNAL, call.failed);
      case SETUID, SETRESUID, SETREUID, SETFSUID, SETGID, SETRESGID, SETREGID, SETFSGID ->
          onKernel(process, call, KernelObjects.named(call.syscall), Operation.SET_IDENTITY);
      case SETGROUPS, CAPSET, KEYCTL, ADD_KEY, REQUEST_KEY ->
          onKernel(process, call, KernelObjects.named(call.syscall), Operation.SET_IDENTITY);
      case MEMFD_CREATE ->
          processes.exchange(
              process,
              registry.channel(process.container(), "memfd", call.name),
              Operation.CREATE_MEMORY_FILE,
              0,
              call.failed);
      case CLOSE,
          CLOSE_RANGE,
          DUP,
          DUP2,
          DUP3,
          FCNTL,
          FCNTL64,
          SOCKET,
          SOCKETCALL,
          SOCKETPAIR,
          PIPE,
          PIPE2,
          EVENTFD,
          EVENTFD2,
          EPOLL_CREATE,
          EPOLL_CREATE1,
          TIMERFD_CREATE,
          INOTIFY_INIT,
          INOTIFY_INIT1,
          SIGNALFD,
          SIGNALFD4,
          USERFAULTFD,
          IO_URING_SETUP,
          PIDFD_OPEN,
          FCHDIR,
          FTRUNCATE,
          EXIT,
          PROCEXIT,
          OTHER -> {}
    }
  }

  private void onEntity(HostProcess process, ObservedCall call, Operation operation) {
    if (call.entity >= 0) {
      long bytes = call.failed || !operation.movesData() ? 0 : call.bytes;
      processes.exchange(process, call.entity, operation, bytes, call.failed);
    }
  }

  /** Data from one descriptor to another: two exchanges. */
  private void copy(HostProcess process, ObservedCall call) {
    onEntity(process, call, call.isSocket ? Operation.RECEIVE : Operation.READ);
    if (call.target >= 0) {
      Operation operation = call.targetIsSocket ? Operation.SEND : Operation.WRITE;
      processes.exchange(
          process, call.target, operation, call.failed ? 0 : call.bytes, call.failed);
    }
  }

  private void open(HostProcess process, ObservedCall call) {
    boolean writes = call.forWriting || call.syscall == Syscall.CREAT;
    Operation operation = writes ? Operation.OPEN_FOR_WRITE : Operation.OPEN;
    if (call.entity >= 0) {
      onEntity(process, call, operation);
    } else {
      onPath(process, call, operation);
    }
  }

  private void onPath(HostProcess process, ObservedCall call, Operation operation) {
    if (!call.path.isEmpty()) {
      String path = AbsolutePath.of(process.directory(), call.path);
      int entity = registry.file(process.container(), path);
      processes.exchange(process, entity, operation, 0, call.failed);
    } else if (call.entity >= 0 && !call.isSocket) {
      processes.exchange(process, call.entity, operation, 0, call.failed);
    }
  }

  private void onKernel(HostProcess process, ObservedCall call, String name, Operation operation) {
    int entity = registry.kernel(process.container(), name);
    processes.exchange(process, entity, operation, 0, call.failed);
  }
}
