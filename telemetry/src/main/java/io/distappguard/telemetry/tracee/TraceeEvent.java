package io.distappguard.telemetry.tracee;

import io.distappguard.telemetry.exchange.Syscall;

/**
 * What an event means.
 *
 * @param syscall the system call that it is, or is part of; OTHER for events without meaning here,
 *     and for calls that move data
 * @param forks whether it tells of a process that began
 * @param executes whether it tells of a program that was executed
 */
record TraceeEvent(Syscall syscall, boolean forks, boolean executes) {

  static TraceeEvent of(String event) {
    return new TraceeEvent(
        call(event), event.equals("sched_process_fork"), event.equals("sched_process_exec"));
  }

  private static Syscall call(String event) {
    return switch (event) {
      case "sched_process_exit" -> Syscall.EXIT_GROUP;
      case "security_socket_connect", "net_tcp_connect" -> Syscall.CONNECT;
      case "security_socket_accept" -> Syscall.ACCEPT;
      case "security_socket_bind" -> Syscall.BIND;
      case "security_socket_listen" -> Syscall.LISTEN;
      case "security_file_open" -> Syscall.OPENAT;
      case "security_inode_unlink" -> Syscall.UNLINK;
      case "security_inode_rename" -> Syscall.RENAME;
      case "security_inode_symlink" -> Syscall.SYMLINK;
      case "security_sb_mount" -> Syscall.MOUNT;
      case "security_sb_umount" -> Syscall.UMOUNT2;
      case "security_inode_mknod" -> Syscall.MKNOD;
      case "module_load" -> Syscall.FINIT_MODULE;
      case "module_free" -> Syscall.DELETE_MODULE;
      case "security_bpf" -> Syscall.BPF;
      case "chmod_common" -> Syscall.CHMOD;
      case "exit", "exit_group" -> Syscall.OTHER;
      default -> {
        Syscall call = Syscall.of(event);
        yield movesData(call) || call.forks() ? Syscall.OTHER : call;
      }
    };
  }

  private static boolean movesData(Syscall call) {
    return switch (call) {
      case READ, PREAD64, READV, PREADV, PREADV2, RECVFROM, RECVMSG, RECVMMSG -> true;
      case WRITE, PWRITE64, WRITEV, PWRITEV, PWRITEV2, SENDTO, SENDMSG, SENDMMSG -> true;
      case SENDFILE, SENDFILE64, COPY_FILE_RANGE, SPLICE, TEE, VMSPLICE -> true;
      default -> false;
    };
  }
}
