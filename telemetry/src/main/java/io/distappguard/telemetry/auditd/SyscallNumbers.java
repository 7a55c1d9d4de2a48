package io.distappguard.telemetry.auditd;

import io.distappguard.telemetry.exchange.Syscall;
import java.util.Arrays;

/**
 * System calls by number, which is another on each architecture, for those that carry an exchange
 * (Linux, arch/x86/entry/syscalls/syscall_64.tbl; include/uapi/asm-generic/unistd.h for arm64).
 */
final class SyscallNumbers {

  /** {@code AUDIT_ARCH_X86_64} and {@code AUDIT_ARCH_AARCH64} (include/uapi/linux/audit.h). */
  private static final long X86_64 = 0xc000003eL;

  private static final long AARCH64 = 0xc00000b7L;

  private static final Syscall[] OF_X86_64 =
      table(
          """
          read 0 write 1 open 2 pread64 17 pwrite64 18 readv 19 writev 20 sendfile 40 connect 42
          accept 43 sendto 44 recvfrom 45 sendmsg 46 recvmsg 47 bind 49 listen 50 clone 56 fork 57
          vfork 58 execve 59 kill 62 truncate 76 chdir 80 rename 82 mkdir 83 rmdir 84 creat 85
          link 86 unlink 87 symlink 88 chmod 90 fchmod 91 chown 92 fchown 93 lchown 94 ptrace 101
          setuid 105 setgid 106 setreuid 113 setregid 114 setgroups 116 setresuid 117
          setresgid 119 setfsuid 122 setfsgid 123 capset 126 pivot_root 155 mount 165 umount2 166
          tkill 200 exit_group 231 tgkill 234 openat 257 mkdirat 258 fchownat 260 unlinkat 263
          renameat 264 linkat 265 symlinkat 266 fchmodat 268 unshare 272 splice 275 tee 276
          accept4 288 preadv 295 pwritev 296 recvmmsg 299 sendmmsg 307 setns 308
          process_vm_readv 310 process_vm_writev 311 renameat2 316 memfd_create 319 execveat 322
          copy_file_range 326 preadv2 327 pwritev2 328 move_mount 429 clone3 435 openat2 437
          fchmodat2 452
          """);

  private static final Syscall[] OF_AARCH64 =
      table(
          """
          mkdirat 34 unlinkat 35 symlinkat 36 linkat 37 renameat 38 umount2 39 mount 40
          pivot_root 41 truncate 45 chdir 49 fchmod 52 fchmodat 53 fchownat 54 fchown 55 openat 56
          read 63 write 64 readv 65 writev 66 pread64 67 pwrite64 68 preadv 69 pwritev 70
          sendfile 71 splice 76 tee 77 capset 91 exit_group 94 unshare 97 ptrace 117 kill 129
          tkill 130 tgkill 131 setregid 143 setgid 144 setreuid 145 setuid 146 setresuid 147
          setresgid 149 setfsuid 151 setfsgid 152 setgroups 159 bind 200 listen 201 accept 202
          connect 203 sendto 206 recvfrom 207 sendmsg 211 recvmsg 212 clone 220 execve 221
          accept4 242 recvmmsg 243 setns 268 sendmmsg 269 process_vm_readv 270
          process_vm_writev 271 renameat2 276 memfd_create 279 execveat 281 copy_file_range 285
          preadv2 286 pwritev2 287 move_mount 429 clone3 435 openat2 437 fchmodat2 452
          """);

  private SyscallNumbers() {}

  /** The call of this number; OTHER for one without meaning, or of another architecture. */
  static Syscall of(long architecture, long number) {
    Syscall[] table =
        architecture == X86_64 ? OF_X86_64 : architecture == AARCH64 ? OF_AARCH64 : new Syscall[0];
    return number < 0 || number >= table.length ? Syscall.OTHER : table[(int) number];
  }

  private static Syscall[] table(String namesAndNumbers) {
    String[] words = namesAndNumbers.strip().split("\\s+");
    Syscall[] table = new Syscall[512];
    Arrays.fill(table, Syscall.OTHER);
    for (int index = 0; index < words.length; index += 2) {
      table[Integer.parseInt(words[index + 1])] = Syscall.of(words[index]);
    }
    return table;
  }
}
