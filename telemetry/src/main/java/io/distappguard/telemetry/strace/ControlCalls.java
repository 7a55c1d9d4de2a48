package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.CallMeaning;
import io.distappguard.telemetry.exchange.KernelObjects;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.strace.StraceLine.Outcome;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Life-cycle and control events: execution, paths, namespaces, identity, signals. */
final class ControlCalls {

  private static final int LONGEST_ARGUMENTS = 256;

  /** What tells {@code security.capability} from other attributes. */
  private static final int SHORTEST_ATTRIBUTE = "security.c".length();

  /** {@code 3<pid:42>}: a descriptor that stands for a process. */
  private static final byte[] DESCRIBED = "<pid:".getBytes(StandardCharsets.US_ASCII);

  private final TracedContainer container;

  ControlCalls(TracedContainer container) {
    this.container = container;
  }

  /** execve and execveat: a new image, and descriptors that close on execution are gone. */
  void execute(TracedProcess process, Syscall syscall, StraceLine line) {
    if (line.outcome() == Outcome.NEVER) {
      return;
    }
    int path = syscall == Syscall.EXECVEAT ? 1 : 0;
    String executable = PathArgument.absolute(process, line, path);
    boolean failed = line.outcome() != Outcome.SUCCESS;
    String arguments =
        failed
            ? ""
            : arguments(line.buffer(), line.argumentFrom(path + 1), line.argumentTo(path + 1));
    container.executed(process, executable, arguments, failed);
  }

  void changeDirectory(TracedProcess process, Syscall syscall, StraceLine line) {
    if (line.outcome() != Outcome.SUCCESS) {
      return;
    }
    if (syscall == Syscall.CHDIR) {
      process.directory(PathArgument.absolute(process, line, 0));
      return;
    }
    OpenFile file =
        container.file(process, line.buffer(), line.argumentFrom(0), line.argumentTo(0));
    if (file != null && file.target.kind() == Target.Kind.FILE) {
      process.directory(file.target.name());
    }
  }

  /** A call on paths; which of them counts, from 0. */
  void onPath(TracedProcess process, StraceLine line, int which, Operation operation) {
    if (line.outcome() == Outcome.NEVER) {
      return;
    }
    int seen = 0;
    for (int index = 0; index < line.argumentCount(); index++) {
      if (line.buffer()[line.argumentFrom(index)] == '"' && seen++ == which) {
        container.exchange(
            process,
            container.registry.file(container.id, PathArgument.absolute(process, line, index)),
            operation,
            0,
            line.outcome() != Outcome.SUCCESS);
        return;
      }
    }
  }

  void onDescriptor(TracedProcess process, StraceLine line, Operation operation) {
    OpenFile file =
        container.file(process, line.buffer(), line.argumentFrom(0), line.argumentTo(0));
    if (file != null && line.outcome() != Outcome.NEVER) {
      container.exchange(
          process,
          container.entity(process, file),
          operation,
          0,
          line.outcome() != Outcome.SUCCESS);
    }
  }

  void namespace(TracedProcess process, Syscall syscall, StraceLine line) {
    kernel(
        process, line, argument(line, syscall == Syscall.SETNS ? 1 : 0), Operation.SET_NAMESPACE);
  }

  void mount(TracedProcess process, Syscall syscall, StraceLine line) {
    int index =
        switch (syscall) {
          case MOUNT, PIVOT_ROOT, OPEN_TREE, FSPICK, MOUNT_SETATTR -> 1;
          case MOVE_MOUNT -> 3;
          default -> 0;
        };
    String target =
        ByteText.quoted(line.buffer(), line.argumentFrom(index), line.argumentTo(index));
    kernel(process, line, AbsolutePath.of(process.directory(), target), Operation.MOUNT);
  }

  /** A call on what of the kernel's its name says. */
  void kernel(TracedProcess process, Syscall syscall, StraceLine line, Operation operation) {
    kernel(process, line, KernelObjects.named(syscall), operation);
  }

  /** setxattr and its kind, which matter where they give capabilities. */
  void attribute(TracedProcess process, Syscall syscall, StraceLine line) {
    int index = syscall == Syscall.SETXATTRAT ? 3 : 1;
    String name = ByteText.quoted(line.buffer(), line.argumentFrom(index), line.argumentTo(index));
    // with -s 16 strace shows the beginning alone
    if (name.length() < SHORTEST_ATTRIBUTE || !CallMeaning.CAPABILITY.startsWith(name)) {
      return;
    }
    if (syscall == Syscall.FSETXATTR) {
      onDescriptor(process, line, Operation.CHANGE_MODE);
    } else {
      onPath(process, line, 0, Operation.CHANGE_MODE);
    }
  }

  void trace(TracedProcess process, Syscall syscall, StraceLine line) {
    int index = syscall == Syscall.PTRACE ? 1 : 0;
    onProcess(process, line, index, Operation.TRACE);
  }

  /** Signals to another process; those within the own process carry nothing. */
  void signal(TracedProcess process, Syscall syscall, StraceLine line) {
    if (syscall == Syscall.KILL || syscall == Syscall.TGKILL || syscall == Syscall.TKILL) {
      int pid = ByteText.number(line.buffer(), line.argumentFrom(0), line.argumentTo(0));
      TracedThread thread = pid < 0 ? null : container.threads.find(pid);
      if (thread == null || thread.process != process) {
        onProcess(process, line, 0, Operation.SIGNAL);
      }
    }
  }

  private void onProcess(TracedProcess process, StraceLine line, int index, Operation operation) {
    if (line.outcome() == Outcome.NEVER) {
      return;
    }
    int from = line.argumentFrom(index);
    int to = line.argumentTo(index);
    int described = ByteText.indexOf(line.buffer(), from, to, DESCRIBED);
    int pid =
        ByteText.number(line.buffer(), described < 0 ? from : described + DESCRIBED.length, to);
    TracedThread thread = pid < 0 ? null : container.threads.find(pid);
    int image = thread == null ? -1 : container.image(thread.process);
    container.exchange(
        process,
        container.registry.processEntity(container.id, image),
        operation,
        0,
        line.outcome() != Outcome.SUCCESS);
  }

  private void kernel(TracedProcess process, StraceLine line, String name, Operation operation) {
    if (line.outcome() != Outcome.NEVER) {
      container.exchange(
          process,
          container.registry.kernel(container.id, name),
          operation,
          0,
          line.outcome() != Outcome.SUCCESS);
    }
  }

  private static String argument(StraceLine line, int index) {
    String text = ByteText.ascii(line.buffer(), line.argumentFrom(index), line.argumentTo(index));
    return text.toLowerCase(Locale.ROOT);
  }

  /** {@code ["sh", "-c", "head -c 4096 /et"...]}, joined by spaces and cut short. */
  private static String arguments(byte[] buffer, int from, int to) {
    if (from >= to || buffer[from] != '[') {
      return "";
    }
    StringBuilder joined = new StringBuilder();
    for (int at = from + 1; at < to && joined.length() < LONGEST_ARGUMENTS; at++) {
      if (buffer[at] == '"') {
        int end = at + 1;
        while (end < to && buffer[end] != '"') {
          end += buffer[end] == '\\' ? 2 : 1;
        }
        if (!joined.isEmpty()) {
          joined.append(' ');
        }
        joined.append(ByteText.unescaped(buffer, at + 1, Math.min(end, to)));
        at = end;
      } else if (buffer[at] == '.') {
        joined.append('.');
      }
    }
    return joined.length() > LONGEST_ARGUMENTS
        ? joined.substring(0, LONGEST_ARGUMENTS)
        : joined.toString();
  }
}
