package io.distappguard.telemetry.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * System calls that carry an exchange or change what a descriptor means; all others are OTHER.
 * Names and numbers are those of {@link SyscallTable}.
 */
public enum Syscall {
  READ,
  WRITE,
  PREAD64,
  PWRITE64,
  READV,
  WRITEV,
  PREADV,
  PWRITEV,
  PREADV2,
  PWRITEV2,
  SENDTO,
  RECVFROM,
  SEND,
  RECV,
  SENDMSG,
  RECVMSG,
  SENDMMSG,
  RECVMMSG,
  SENDFILE,
  SENDFILE64,
  SPLICE,
  TEE,
  VMSPLICE,
  COPY_FILE_RANGE,
  OPEN,
  OPENAT,
  OPENAT2,
  CREAT,
  OPEN_BY_HANDLE_AT,
  CLOSE,
  CLOSE_RANGE,
  DUP,
  DUP2,
  DUP3,
  FCNTL,
  FCNTL64,
  SOCKET,
  SOCKETPAIR,
  PIPE,
  PIPE2,
  CONNECT,
  ACCEPT,
  ACCEPT4,
  BIND,
  LISTEN,
  /** On i386, any of the calls on sockets; which one, its first argument says. */
  SOCKETCALL,
  EVENTFD,
  EVENTFD2,
  MEMFD_CREATE,
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
  EXECVE,
  EXECVEAT,
  FORK,
  VFORK,
  CLONE,
  CLONE3,
  EXIT,
  EXIT_GROUP,
  /** Not a call: the kernel ends a thread. */
  PROCEXIT,
  UNLINK,
  UNLINKAT,
  RMDIR,
  RENAME,
  RENAMEAT,
  RENAMEAT2,
  LINK,
  LINKAT,
  SYMLINK,
  SYMLINKAT,
  MKDIR,
  MKDIRAT,
  CHDIR,
  FCHDIR,
  TRUNCATE,
  FTRUNCATE,
  SETNS,
  UNSHARE,
  MOUNT,
  UMOUNT,
  UMOUNT2,
  PIVOT_ROOT,
  MOVE_MOUNT,
  PTRACE,
  PROCESS_VM_READV,
  PROCESS_VM_WRITEV,
  SETUID,
  SETGID,
  SETRESUID,
  SETRESGID,
  SETREUID,
  SETREGID,
  SETFSUID,
  SETFSGID,
  SETGROUPS,
  CAPSET,
  CHMOD,
  FCHMOD,
  FCHMODAT,
  FCHMODAT2,
  CHOWN,
  FCHOWN,
  LCHOWN,
  FCHOWNAT,
  KILL,
  TGKILL,
  TKILL,
  CHROOT,
  OPEN_TREE,
  FSPICK,
  MOUNT_SETATTR,
  FSOPEN,
  FSMOUNT,
  MKNOD,
  MKNODAT,
  SETXATTR,
  LSETXATTR,
  FSETXATTR,
  SETXATTRAT,
  KEYCTL,
  ADD_KEY,
  REQUEST_KEY,
  PIDFD_GETFD,
  INIT_MODULE,
  FINIT_MODULE,
  DELETE_MODULE,
  KEXEC_LOAD,
  KEXEC_FILE_LOAD,
  BPF,
  OTHER;

  private static final int TABLE_SIZE = 1024;
  private static final byte[][] NAMES = new byte[TABLE_SIZE][];
  private static final Syscall[] BY_HASH = new Syscall[TABLE_SIZE];

  static {
    Arrays.fill(BY_HASH, OTHER);
    for (SyscallTable.Row row : SyscallTable.ROWS) {
      byte[] name = row.name().getBytes(StandardCharsets.US_ASCII);
      int slot = hash(name, 0, name.length);
      while (BY_HASH[slot] != OTHER) {
        slot = (slot + 1) & (TABLE_SIZE - 1);
      }
      NAMES[slot] = name;
      BY_HASH[slot] = valueOf(row.like().toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The call of this name, or that it means the same as: {@code setuid32} is {@link #SETUID}, and
   * sysdig's {@code pread} is {@link #PREAD64}; {@link #OTHER} for one without meaning here.
   */
  public static Syscall of(byte[] buffer, int from, int to) {
    for (int slot = hash(buffer, from, to); ; slot = (slot + 1) & (TABLE_SIZE - 1)) {
      Syscall call = BY_HASH[slot];
      if (call == OTHER || Arrays.equals(buffer, from, to, NAMES[slot], 0, NAMES[slot].length)) {
        return call;
      }
    }
  }

  /** The call of this name; {@link #OTHER} for one without meaning here. */
  public static Syscall of(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return of(bytes, 0, bytes.length);
  }

  /** Whether it moves data through one descriptor and names nothing else. */
  public boolean movesThroughOneFile() {
    return ordinal() <= PWRITEV2.ordinal() || this == SEND || this == RECV;
  }

  /** Whether it begins a process or thread. */
  public boolean forks() {
    return this == CLONE || this == CLONE3 || this == FORK || this == VFORK;
  }

  private static int hash(byte[] buffer, int from, int to) {
    int hash = 0;
    for (int index = from; index < to; index++) {
      hash = hash * 31 + buffer[index];
    }
    return (hash ^ hash >>> 10) & (TABLE_SIZE - 1);
  }
}
