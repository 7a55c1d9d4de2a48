package io.distappguard.telemetry.tetragon;

import io.distappguard.telemetry.exchange.Syscall;

/**
 * What a probed kernel function means: the system call that it is part of.
 *
 * @param syscall the call; OTHER for functions without meaning here
 * @param masksAccess whether its last number tells the access asked for, 2 being write: {@code
 *     MAY_WRITE} (include/linux/fs.h) or {@code PROT_WRITE} (mman-common.h)
 */
record TetragonFunction(Syscall syscall, boolean masksAccess) {

  private static final String[] ENTRIES = {
    "__x64_sys_", "__arm64_sys_", "__se_sys_", "sys_enter_", "sys_"
  };

  static TetragonFunction of(String function) {
    return switch (function) {
      case "tcp_connect",
          "security_socket_connect",
          "socket_connect",
          "tcp_v4_connect",
          "tcp_v6_connect",
          "ip4_datagram_connect",
          "ip6_datagram_connect" ->
          plain(Syscall.CONNECT);
      case "inet_csk_accept", "security_socket_accept", "socket_accept" -> plain(Syscall.ACCEPT);
      case "security_socket_bind", "socket_bind", "inet_bind", "inet6_bind" -> plain(Syscall.BIND);
      case "security_socket_listen", "socket_listen", "inet_csk_listen_start", "inet_listen" ->
          plain(Syscall.LISTEN);
      case "security_file_permission", "file_permission", "security_mmap_file", "mmap_file" ->
          new TetragonFunction(Syscall.OPENAT, true);
      case "fd_install", "security_file_open", "file_open", "do_sys_open", "do_sys_openat2" ->
          plain(Syscall.OPENAT);
      case "security_path_truncate", "path_truncate", "security_path_mkdir", "path_mkdir" ->
          plain(Syscall.TRUNCATE);
      case "security_path_unlink",
          "path_unlink",
          "security_inode_unlink",
          "inode_unlink",
          "security_path_rmdir",
          "path_rmdir" ->
          plain(Syscall.UNLINK);
      case "security_path_rename",
          "path_rename",
          "security_path_link",
          "path_link",
          "security_path_symlink",
          "path_symlink" ->
          plain(Syscall.RENAME);
      case "security_path_chmod", "path_chmod", "security_path_chown", "path_chown" ->
          plain(Syscall.CHMOD);
      case "security_path_mknod", "path_mknod" -> plain(Syscall.MKNOD);
      case "security_path_chroot", "path_chroot" -> plain(Syscall.CHROOT);
      case "security_kernel_module_request", "security_kernel_read_file", "do_init_module" ->
          plain(Syscall.FINIT_MODULE);
      case "security_bpf", "bpf_check", "security_bpf_map_create", "security_bpf_prog_load" ->
          plain(Syscall.BPF);
      case "security_sb_mount", "sb_mount", "path_mount" -> plain(Syscall.MOUNT);
      case "security_sb_umount", "sb_umount" -> plain(Syscall.UMOUNT2);
      default -> plain(call(function));
    };
  }

  private static TetragonFunction plain(Syscall syscall) {
    return new TetragonFunction(syscall, false);
  }

  /**
   * {@code __x64_sys_setuid} is the entry of the call setuid, {@code sys_enter_setuid} the
   * tracepoint there; those that move data mean nothing.
   */
  private static Syscall call(String function) {
    for (String entry : ENTRIES) {
      if (function.startsWith(entry)) {
        return Syscall.of(function.substring(entry.length()));
      }
    }
    return Syscall.OTHER;
  }
}
