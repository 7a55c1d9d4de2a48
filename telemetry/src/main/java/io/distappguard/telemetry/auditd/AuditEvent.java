package io.distappguard.telemetry.auditd;

import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.exchange.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event: the records of one serial number, joined. */
final class AuditEvent {

  private static final int MOST_TEXT = 4096;

  final String node;
  final long serial;
  final long micros;
  boolean hasSyscall;
  Syscall syscall = Syscall.OTHER;
  boolean isExecution;

  /** Why the call is not known by its number: its architecture has no table; null where it has. */
  @Nullable String unknownArchitecture;

  /** Where the lines stand that are neither accepted nor refused yet. */
  final List<String> undecided = new ArrayList<>();

  boolean failed;
  long result = Long.MIN_VALUE;
  final long[] arguments = new long[4];
  long pid = -1;
  long parent = -1;
  String executable = "";
  String directory = "";
  String title = "";
  byte[] socketAddress = new byte[0];
  long target = -1;
  final StringBuilder commandLine = new StringBuilder();

  /** Of the paths: the one that is not a parent folder and came last, the first, the new one. */
  String lastPath = "";

  String firstPath = "";
  String createdPath = "";

  AuditEvent(String node, long serial, long micros) {
    this.node = node;
    this.serial = serial;
    this.micros = micros;
  }

  boolean is(AuditRecord record) {
    return record.serial() == serial && record.micros() == micros && record.node().equals(node);
  }

  /** What was called: an execution where a record of it is there, whatever the number says. */
  Syscall call() {
    return isExecution && syscall != Syscall.EXECVEAT ? Syscall.EXECVE : syscall;
  }

  /** Takes a record in; whether it is the event's last. */
  boolean add(AuditRecord record) {
    if (record.typeIs("SYSCALL")) {
      syscall(record);
    } else if (record.typeIs("PATH")) {
      path(record);
    } else if (record.typeIs("EXECVE")) {
      isExecution = true;
      arguments(record);
    } else {
      other(record);
    }
    return record.typeIs("EOE") || record.typeIs("PROCTITLE");
  }

  /** The path a call is on; of two, the new one; absolute where the working directory is told. */
  String path() {
    String path =
        switch (call()) {
          case MOUNT, UMOUNT, UMOUNT2, PIVOT_ROOT, CHROOT, MOVE_MOUNT -> firstPath;
          // the loader of a program is the second
          case EXECVE, EXECVEAT -> firstPath;
          default -> createdPath.isEmpty() ? lastPath : createdPath;
        };
    return path.isEmpty() ? "" : AbsolutePath.of(directory, path);
  }

  /** The argument vector, or what the process shows as its title. */
  String joinedArguments() {
    return commandLine.isEmpty() ? title : commandLine.toString();
  }

  String address() {
    return Endpoints.ofStructure(socketAddress);
  }

  private void syscall(AuditRecord record) {
    hasSyscall = true;
    long architecture = 0;
    long number = -1;
    Syscall told = Syscall.OTHER;
    while (record.nextField()) {
      if (record.nameIs("arch")) {
        architecture = record.number(16);
      } else if (record.nameIs("syscall")) {
        number = record.number(10);
        told = number < 0 ? Syscall.of(record.value()) : told;
      } else if (record.nameIs("SYSCALL")) {
        told = Syscall.of(record.value());
      } else if (record.nameIs("success")) {
        failed = record.value().equals("no");
      } else if (record.nameIs("exit")) {
        result = record.number(10);
      } else if (record.nameIs("a0")) {
        arguments[0] = record.number(16);
      } else if (record.nameIs("a1")) {
        arguments[1] = record.number(16);
      } else if (record.nameIs("a2")) {
        arguments[2] = record.number(16);
      } else if (record.nameIs("a3")) {
        arguments[3] = record.number(16);
      } else if (record.nameIs("pid")) {
        pid = Math.max(-1, record.number(10));
      } else if (record.nameIs("ppid")) {
        parent = Math.max(-1, record.number(10));
      } else if (record.nameIs("exe")) {
        executable = record.decoded();
      }
    }
    boolean isNumber = told == Syscall.OTHER && number >= 0;
    syscall = isNumber ? AuditArchitecture.call(architecture, number) : told;
    unknownArchitecture = isNumber ? AuditArchitecture.problem(architecture) : null;
    if (syscall == Syscall.SOCKETCALL) {
      syscall = SyscallTable.of(SyscallTable.Architecture.SOCKETCALL, arguments[0]);
    }
  }

  private void path(AuditRecord record) {
    String name = "";
    String kind = "";
    while (record.nextField()) {
      if (record.nameIs("name")) {
        name = record.decoded();
      } else if (record.nameIs("nametype") || record.nameIs("objtype")) {
        kind = record.value();
      }
    }
    if (name.isEmpty() || kind.equals("PARENT")) {
      return;
    }
    firstPath = firstPath.isEmpty() ? name : firstPath;
    lastPath = name;
    if (kind.equals("CREATE")) {
      createdPath = name;
    }
  }

  private void arguments(AuditRecord record) {
    while (record.nextField()) {
      if (record.isArgument() && commandLine.length() < MOST_TEXT) {
        if (!commandLine.isEmpty() && !record.isContinuation()) {
          commandLine.append(' ');
        }
        commandLine.append(record.decoded());
      }
    }
  }

  private void other(AuditRecord record) {
    boolean isTarget = record.typeIs("OBJ_PID");
    while (record.nextField()) {
      if (record.nameIs("cwd")) {
        directory = record.decoded();
      } else if (record.nameIs("saddr")) {
        socketAddress = record.hexadecimal();
      } else if (record.nameIs("proctitle")) {
        title = record.decoded();
      } else if (isTarget && record.nameIs("opid")) {
        target = Math.max(-1, record.number(10));
      }
    }
  }
}
