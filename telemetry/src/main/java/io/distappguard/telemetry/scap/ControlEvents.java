package io.distappguard.telemetry.scap;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.KernelObjects;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.scap.EventType.Field;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.HostThread;
import io.distappguard.telemetry.syscall.HostThreads.CloneFlags;
import io.distappguard.telemetry.syscall.KernelNames;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TracedProcess;
import org.jspecify.annotations.Nullable;

/** Life-cycle and control events: processes, paths, namespaces, identity, signals. */
final class ControlEvents {

  /** The capture's own flags of clone, which are not the kernel's. */
  private static final long SHARES_FILES = 1;

  private static final long IS_THREAD = 1 << 13;

  /** Namespaces in the order of the kernel's flags, each with the capture's bit of it. */
  private static final String[] NAMESPACES = {
    "clone_newns",
    "clone_newcgroup",
    "clone_newuts",
    "clone_newipc",
    "clone_newuser",
    "clone_newpid",
    "clone_newnet"
  };

  private static final int[] NAMESPACE_BITS = {5, 28, 7, 3, 20, 6, 4};
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HostActivity host;
  private final Parameters parameters;
  private final DescriptorEvents paths;

  ControlEvents(HostActivity host, Parameters parameters, DescriptorEvents paths) {
    this.host = host;
    this.parameters = parameters;
    this.paths = paths;
  }

  void leave(TracedProcess process, Syscall call, long result) {
    switch (call) {
      case CHDIR -> {
        if (result == 0) {
          process.directory(AbsolutePath.of(process.directory(), parameters.text(Field.PATH)));
        }
      }
      case FCHDIR -> {
        OpenFile file = process.descriptors.get((int) parameters.descriptor());
        if (result == 0 && file != null && file.target.kind() == Target.Kind.FILE) {
          process.directory(file.target.name());
        }
      }
      case UNLINK, UNLINKAT, RMDIR -> path(process, Field.PATH, Operation.DELETE, result);
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT, SYMLINK, SYMLINKAT ->
          path(process, Field.NEW_PATH, Operation.RENAME, result);
      case MKDIR, MKDIRAT, MKNOD, MKNODAT ->
          path(process, Field.PATH, Operation.OPEN_FOR_WRITE, result);
      case CHMOD, FCHMODAT, CHOWN, LCHOWN, FCHOWNAT ->
          path(process, Field.PATH, Operation.CHANGE_MODE, result);
      case FCHMOD, FCHOWN ->
          host.onFile(
              process, host.file(process, parameters.descriptor()), Operation.CHANGE_MODE, result);
      case SETNS -> namespace(process, Field.NAMESPACE, result);
      case UNSHARE -> namespace(process, Field.FLAGS, result);
      case MOUNT -> mount(process, Field.MOUNT_POINT, result);
      case UMOUNT, UMOUNT2, CHROOT -> mount(process, Field.PATH, result);
      case PIDFD_GETFD -> host.onProcess(process, -1, Operation.TRACE, result);
      case INIT_MODULE, FINIT_MODULE, DELETE_MODULE, BPF ->
          host.onKernel(process, KernelObjects.named(call), Operation.EXTEND_KERNEL, result);
      case KEYCTL -> identity(process, KernelObjects.named(call), result);
      case PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV ->
          host.onProcess(process, parameters.number(Field.PID, -1), Operation.TRACE, result);
      case SETUID, SETRESUID, SETREUID -> identity(process, "uid", result);
      case SETGID, SETRESGID, SETREGID -> identity(process, "gid", result);
      case CAPSET -> identity(process, "capabilities", result);
      case KILL, TGKILL -> signal(process, Field.PID, result);
      case TKILL -> signal(process, Field.TID, result);
      default -> {}
    }
  }

  void execute(HostThread thread, long result) {
    TracedProcess process = thread.process;
    if (process.executable().isEmpty() && process.cgroup == null) {
      process.cgroup = cgroup();
      host.acting(thread);
    }
    String executable = parameters.text(Field.EXECUTABLE);
    String path = parameters.text(Field.EXECUTABLE_PATH);
    if (path.isEmpty()) {
      path = paths.path(process, Field.PATH);
    }
    if (path.isEmpty()) {
      path = executable;
    }
    if (result >= 0) {
      String directory = parameters.text(Field.WORKING_DIRECTORY);
      if (!directory.isEmpty()) {
        process.directory(directory);
      }
      host.moveTo(process, cgroup());
    }
    host.executed(process, result, path, arguments(executable));
  }

  void clone(HostThread thread, long result) {
    if (result < 0) {
      return;
    }
    long flags = parameters.number(Field.FLAGS, 0);
    CloneFlags kind = new CloneFlags((flags & IS_THREAD) != 0, (flags & SHARES_FILES) != 0);
    if (result > 0) {
      // within a pid namespace the child's number is the namespace's, so the child must tell
      if (parameters.number(Field.VIRTUAL_TID, thread.tid) == thread.tid) {
        host.cloned(thread, result, result, kind, false, null);
      }
      return;
    }
    long parent = parameters.number(Field.PARENT, -1);
    long pid = parameters.number(Field.PID, thread.tid);
    HostThread origin = kind.thread() ? host.threads().listed(pid, pid) : parentOf(parent);
    if (origin != null && origin != thread) {
      if (origin.process.directory().isEmpty()) {
        origin.process.directory(parameters.text(Field.WORKING_DIRECTORY));
      }
      host.cloned(origin, thread.tid, pid, kind, true, cgroup());
    }
  }

  void exit(HostThread thread) {
    long signal = parameters.number(Field.SIGNAL, -1);
    host.ended(
        thread,
        KernelNames.end((int) (signal >= 0 ? signal : parameters.number(Field.STATUS, 0) & 0x7f)));
  }

  /** A container's name and image, as its runtime told sysdig. */
  void container() {
    String json = parameters.text(Field.JSON);
    if (json.isEmpty()) {
      host.containers()
          .label(
              parameters.text(Field.ID),
              blankAsNull(parameters.text(Field.PATH)),
              blankAsNull(parameters.text(Field.IMAGE)));
      return;
    }
    try {
      JsonNode container = JSON.readTree(json).path("container");
      host.containers()
          .label(
              container.path("id").asText(""),
              blankAsNull(container.path("name").asText("")),
              blankAsNull(container.path("image").asText("")));
    } catch (JacksonException exception) {
      // a container without labels is named by its id
    }
  }

  /** A process that was there before, in captures that list them as events. */
  void task(HostThread thread) {
    TracedProcess process = thread.process;
    process.describe(parameters.text(Field.EXECUTABLE_PATH), arguments(""));
    process.directory(parameters.text(Field.WORKING_DIRECTORY));
    host.moveTo(process, cgroup());
  }

  private @Nullable HostThread parentOf(long pid) {
    return pid < 0 ? null : host.threads().get(pid);
  }

  private void path(TracedProcess process, Field field, Operation operation, long result) {
    host.onPath(process, paths.path(process, field), operation, result);
  }

  private void namespace(TracedProcess process, Field field, long result) {
    long flags = parameters.number(field, 0);
    StringBuilder names = new StringBuilder();
    for (int index = 0; index < NAMESPACES.length; index++) {
      if ((flags >> NAMESPACE_BITS[index] & 1) != 0) {
        names.append(names.isEmpty() ? "" : "|").append(NAMESPACES[index]);
      }
    }
    host.onKernel(
        process, names.isEmpty() ? "0" : names.toString(), Operation.SET_NAMESPACE, result);
  }

  private void mount(TracedProcess process, Field field, long result) {
    String target = AbsolutePath.of(process.directory(), parameters.text(field));
    host.onKernel(process, target, Operation.MOUNT, result);
  }

  private void identity(TracedProcess process, String name, long result) {
    host.onKernel(process, name, Operation.SET_IDENTITY, result);
  }

  private void signal(TracedProcess process, Field field, long result) {
    host.onProcess(process, parameters.number(field, -1), Operation.SIGNAL, result);
  }

  private String arguments(String executable) {
    ScapEvent holder = parameters.holder(Field.ARGUMENTS);
    if (holder == null) {
      return executable;
    }
    int position = parameters.position(holder, Field.ARGUMENTS);
    int from = holder.from(position);
    return Arguments.joined(executable, holder.bytes, from, from + holder.length(position));
  }

  private @Nullable String cgroup() {
    ScapEvent holder = parameters.holder(Field.CGROUPS);
    if (holder == null) {
      return null;
    }
    int position = parameters.position(holder, Field.CGROUPS);
    return Cgroups.path(holder.bytes, holder.from(position), holder.length(position));
  }

  private static @Nullable String blankAsNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
