package io.distappguard.telemetry.auditd;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.exchange.SyscallTable;
import io.distappguard.telemetry.exchange.SyscallTable.Architecture;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What audit calls {@code arch}: the number of an architecture's ELF files, with a bit for 64 bits
 * and one for little-endian (include/uapi/linux/audit.h and elf-em.h). It says whose number {@code
 * syscall} is.
 */
final class AuditArchitecture {

  private static final Map<Long, Architecture> TABLES =
      Map.of(
          0xc000003eL, Architecture.X86_64,
          0x40000003L, Architecture.I386,
          0xc00000b7L, Architecture.ARM64,
          0xc00000f3L, Architecture.RISCV64);

  private static final Map<Long, String> PROBLEMS = new HashMap<>();

  static {
    String[] names = {
      "28 armeb",
      "40000028 arm",
      "800000b7 aarch64_be",
      "400000f3 riscv32",
      "c0000102 loongarch64",
      "16 s390",
      "80000016 s390x",
      "14 ppc",
      "80000015 ppc64",
      "c0000015 ppc64le",
      "8 mips",
      "40000008 mipsel",
      "80000008 mips64",
      "c0000008 mips64el",
      "2 sparc",
      "8000002b sparc64",
      "c0009026 alpha",
      "f parisc",
      "c0000032 ia64"
    };
    for (String name : names) {
      int blank = name.indexOf(' ');
      PROBLEMS.put(
          Long.parseLong(name.substring(0, blank), 16), problem(name.substring(blank + 1)));
    }
  }

  private static final String NOT_NAMED = problem("an architecture that is not known");

  private AuditArchitecture() {}

  /**
   * The call of this number; OTHER for one without meaning, or of an architecture without table.
   */
  static Syscall call(long architecture, long number) {
    Architecture table = TABLES.get(architecture);
    return table == null ? Syscall.OTHER : SyscallTable.of(table, number);
  }

  /** Why no number of this architecture is understood; null where they are. */
  static @Nullable String problem(long architecture) {
    return TABLES.containsKey(architecture) ? null : PROBLEMS.getOrDefault(architecture, NOT_NAMED);
  }

  private static String problem(String name) {
    return "call of "
        + name
        + ", whose numbers are not known (set log_format = ENRICHED in auditd.conf: it names"
        + " calls)";
  }
}
