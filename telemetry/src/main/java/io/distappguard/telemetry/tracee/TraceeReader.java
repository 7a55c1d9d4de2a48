package io.distappguard.telemetry.tracee;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.exchange.HostProcess;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.json.JsonEventReader;
import io.distappguard.telemetry.line.Beginning;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Tracee's events, a JSON object a line, in both shapes: the older {@code trace.Event} with
 * {@code eventName} and {@code args} (aquasecurity/tracee, types/trace/trace.go; docs, Events), and
 * the newer {@code v1beta1.Event} with {@code name}, {@code workload} and {@code data}
 * (api/v1beta1/event.proto). Processes, connections and files become control events; Tracee counts
 * no bytes, and events of calls that move data are accepted without a meaning.
 *
 * <p>{@code sched_process_exec} is an execution, {@code sched_process_fork} a fork where it begins
 * a process, {@code sched_process_exit} an exit where the process ends with the thread; {@code
 * security_…} hooks and system calls by their names, see {@link TraceeEvent}. Where a policy
 * selects both a call and its hook, both count. An event is a line. Not thread-safe.
 */
public final class TraceeReader extends JsonEventReader {

  static final String NOT_TRACEE = "no Tracee event";
  static final String NO_TIME = "event without a time";
  static final String NO_PROCESS = "event without a process";

  private static final long RETRY = -11;
  private static final long IN_PROGRESS = -115;

  private static final int MOST_EVENTS = 10_000;

  private final Map<String, TraceeEvent> events = new HashMap<>();
  private final TraceeFields fields = new TraceeFields();

  private TraceeReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, registry, exchanges);
  }

  /** Whether a file that begins like this holds Tracee's events, of either shape. */
  public static boolean recognises(Beginning beginning) {
    return beginning.hasObjectsWith("eventName", "processName")
        || beginning.hasObjectsWith("workload", "data", "name")
            && !beginning.hasObjectsWith("exec_id");
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new TraceeReader(source, registry, exchanges);
  }

  @Override
  protected void read(byte[] buffer) {
    fields.clear();
    fields.read(cursor, buffer);
  }

  @Override
  protected @Nullable String problem() {
    if (fields.event.isEmpty() || !fields.isEvent) {
      return NOT_TRACEE;
    }
    if (fields.micros <= 0) {
      return NO_TIME;
    }
    return fields.processId() < 0 ? NO_PROCESS : null;
  }

  @Override
  protected long micros() {
    return fields.micros;
  }

  @Override
  protected @Nullable String interpret(long latest) {
    TraceeEvent event = meant(fields.event);
    Syscall syscall = event.syscall();
    if (fields.result == RETRY) {
      return null;
    }
    processes.at(latest);
    int container = containers.number(fields.host, fields.container, this::labels);
    long pid = fields.processId();
    HostProcess parent = processes.find(container, fields.parentId());
    if (event.forks()) {
      fork(container, pid, parent);
      return null;
    }
    HostProcess process =
        processes.running(container, pid, event.executes() ? "" : fields.executable, "", parent);
    if (event.executes()) {
      TraceeArguments told = fields.arguments;
      String path = told.path.isEmpty() ? fields.executable : told.path;
      if (!path.isEmpty()) {
        processes.execute(process, path, told.commandLine, false);
      }
      return null;
    }
    if (syscall == Syscall.EXIT_GROUP && fields.arguments.endsThreadOnly) {
      return null;
    }
    if ((syscall == Syscall.EXECVE || syscall == Syscall.EXECVEAT) && fields.result >= 0) {
      // sched_process_exec tells of those that succeed
      return null;
    }
    call(process, syscall);
    return null;
  }

  private TraceeEvent meant(String name) {
    if (events.size() >= MOST_EVENTS) {
      events.clear();
    }
    return events.computeIfAbsent(name, TraceeEvent::of);
  }

  private void fork(int container, long pid, @Nullable HostProcess parent) {
    long child = fields.arguments.childProcess;
    boolean isThread =
        fields.arguments.childThread >= 0 && fields.arguments.childThread != child || child == pid;
    HostProcess forking = processes.running(container, pid, fields.executable, "", parent);
    if (child > 0 && !isThread) {
      processes.fork(forking, container, child);
    }
  }

  private void call(HostProcess process, Syscall syscall) {
    if (syscall == Syscall.OTHER) {
      return;
    }
    TraceeArguments told = fields.arguments;
    call.syscall = syscall;
    call.failed = fields.result < 0 && fields.result != IN_PROGRESS;
    call.path = told.newPath.isEmpty() ? told.path : told.newPath;
    call.forWriting = told.writes();
    call.arguments = told.commandLine;
    call.pid = told.pid;
    call.name = syscall == Syscall.EXIT_GROUP ? "" : name(syscall, told);
    String peer = told.peer();
    boolean isOwn = syscall == Syscall.BIND || syscall == Syscall.LISTEN;
    String local = isOwn && told.local.isEmpty() ? peer : told.local;
    if (!local.isEmpty() || !peer.isEmpty()) {
      call.entity = registry.socket(process.container(), told.transport, local, isOwn ? "" : peer);
      call.isSocket = true;
    }
    meaning.take(process, call);
  }

  private static String name(Syscall syscall, TraceeArguments told) {
    boolean isNamespace = syscall == Syscall.SETNS || syscall == Syscall.UNSHARE;
    String name = isNamespace && told.name.isEmpty() ? told.flags : told.name;
    return isNamespace ? name.toLowerCase(java.util.Locale.ROOT) : name;
  }

  private Container labels(String host, String id) {
    String name = fields.containerName.isEmpty() ? id : fields.containerName;
    return HostContainers.labelled(
        fields.pod.isEmpty() ? name : fields.pod + "/" + name,
        host,
        null,
        fields.image.isEmpty() ? null : fields.image);
  }
}
