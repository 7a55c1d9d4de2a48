package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.exchange.KernelObjects;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.exchange.SyscallTable;
import io.distappguard.telemetry.exchange.SyscallTable.Architecture;
import java.util.StringJoiner;

/** Names of what calls act upon that act on the kernel itself, as the reader of strace has them. */
final class StreamKernelObject {

  /** Flags of clone, unshare and setns (include/uapi/linux/sched.h), by value. */
  private static final long[] NAMESPACE_FLAGS = {
    0x80,
    0x200,
    0x400,
    0x20000,
    0x40000,
    0x02000000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000
  };

  private static final String[] NAMESPACE_NAMES = {
    "clone_newtime",
    "clone_fs",
    "clone_files",
    "clone_newns",
    "clone_sysvsem",
    "clone_newcgroup",
    "clone_newuts",
    "clone_newipc",
    "clone_newuser",
    "clone_newpid",
    "clone_newnet"
  };

  private StreamKernelObject() {}

  /** By number of the system call (x86-64) and the argument that tells what. */
  static String of(long call, long argument) {
    Syscall meant = SyscallTable.of(Architecture.X86_64, call);
    if (meant == Syscall.SETNS || meant == Syscall.UNSHARE) {
      return namespaces(argument);
    }
    String name = KernelObjects.named(meant);
    return name.isEmpty() ? "call-" + Long.toUnsignedString(call) : name;
  }

  private static String namespaces(long flags) {
    StringJoiner names = new StringJoiner("|");
    for (int index = 0; index < NAMESPACE_FLAGS.length; index++) {
      if ((flags & NAMESPACE_FLAGS[index]) != 0) {
        names.add(NAMESPACE_NAMES[index]);
      }
    }
    return names.length() == 0 ? "0" : names.toString();
  }
}
