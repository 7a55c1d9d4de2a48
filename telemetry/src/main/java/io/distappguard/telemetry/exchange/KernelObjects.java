package io.distappguard.telemetry.exchange;

/** Names of what calls act upon that act on the kernel itself, alike for all sources. */
public final class KernelObjects {

  private KernelObjects() {}

  /** What a call acts upon that names nothing itself; empty for any other. */
  public static String named(Syscall call) {
    return switch (call) {
      case SETUID, SETRESUID, SETREUID, SETFSUID -> "uid";
      case SETGID, SETRESGID, SETREGID, SETFSGID -> "gid";
      case SETGROUPS -> "groups";
      case CAPSET -> "capabilities";
      case KEYCTL, ADD_KEY, REQUEST_KEY -> "keys";
      case INIT_MODULE, FINIT_MODULE, DELETE_MODULE -> "module";
      case KEXEC_LOAD, KEXEC_FILE_LOAD -> "kexec";
      case BPF -> "bpf";
      case FSOPEN -> "fsopen";
      case FSMOUNT -> "fsmount";
      default -> "";
    };
  }
}
