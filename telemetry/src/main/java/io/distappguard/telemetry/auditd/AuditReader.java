package io.distappguard.telemetry.auditd;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.exchange.HostEventReader;
import io.distappguard.telemetry.exchange.HostProcess;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.line.LineReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of the Linux audit daemon ({@code /var/log/audit/audit.log}, also of several nodes
 * in the format ENRICHED, and through syslog, from audispd or the kernel): the records of an event,
 * joined by time and serial number, become a control event (linux-audit documentation, "System
 * audit event record format" and the dictionaries of fields and messages; kernel/auditsc.c). Audit
 * shows no descriptors, so calls that move data are accepted without a meaning; it knows no
 * containers, so a node counts as one.
 *
 * <p>Calls are numbers, which are another on each architecture. Where there is no table of its
 * numbers, and the log does not name the call besides, the call is refused, unless it executed
 * something, which the record EXECVE says as well.
 *
 * <p>An event's records end with EOE or PROCTITLE, or else when the log has gone on for two seconds
 * or 64 events, as in libauparse. What is counted are records, which are lines. Not thread-safe.
 */
public final class AuditReader extends HostEventReader {

  private static final long PATIENCE_MICROS = 2_000_000;
  private static final int MOST_PENDING = 64;
  private static final long RETRY = -11;
  private static final long IN_PROGRESS = -115;
  private static final long CLONE_THREAD = 0x10000;

  /** {@code O_ACCMODE} without {@code O_RDONLY}, {@code O_CREAT}, {@code O_TRUNC}. */
  private static final long WRITES = 3 | 0100 | 01000;

  private static final String[] NAMESPACES = {
    "clone_newtime", "clone_newns", "clone_newcgroup", "clone_newuts",
    "clone_newipc", "clone_newuser", "clone_newpid", "clone_newnet"
  };
  private static final long[] NAMESPACE_FLAGS = {
    0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
  };

  private final AuditRecord record = new AuditRecord();
  private final List<AuditEvent> pending = new ArrayList<>();
  private AuditEvent event = new AuditEvent("", 0, 0);
  private int affected = -1;

  private AuditReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, registry, exchanges, new LineReader(source.stream(), source.name()));
  }

  /** Whether a file that begins like this is an audit log. */
  public static boolean recognises(Beginning beginning) {
    return !beginning.isJson() && beginning.hasLine(AuditReader::isRecord);
  }

  /** One that cannot be read as it stands counts as well, since it is told then. */
  private static boolean isRecord(byte[] buffer, int from, int to) {
    String problem = new AuditRecord().start(buffer, from, to);
    return problem == null
        || problem.equals(AuditRecord.INTERPRETED)
        || problem.equals(AuditRecord.WITHOUT_STAMP);
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new AuditReader(source, registry, exchanges);
  }

  @Override
  protected @Nullable String parse(byte[] buffer, int from, int to) {
    if (isSeparator(buffer, from, to)) {
      blank();
      return null;
    }
    String problem = record.start(buffer, from, to);
    return problem != null && problem.equals(AuditRecord.OTHER_LINE) ? noEvent(problem) : problem;
  }

  @Override
  protected long micros() {
    return record.micros();
  }

  @Override
  protected @Nullable String interpret(long latest) {
    processes.at(latest);
    AuditEvent joined = find();
    if (joined == null) {
      joined = new AuditEvent(record.node(), record.serial(), record.micros());
      pending.add(joined);
    }
    boolean isUndecided = false;
    boolean isLast = joined.add(record);
    if (record.typeIs("SYSCALL") && joined.unknownArchitecture != null) {
      joined.undecided.add(position());
      isUndecided = true;
    }
    if (isLast) {
      pending.remove(joined);
      complete(joined);
    }
    while (!pending.isEmpty()
        && (pending.size() > MOST_PENDING
            || latest - pending.getFirst().micros > PATIENCE_MICROS)) {
      complete(pending.removeFirst());
    }
    return isUndecided ? UNDECIDED : null;
  }

  @Override
  protected int affectedContainer() {
    return affected;
  }

  @Override
  public void end() {
    pending.forEach(this::complete);
    pending.clear();
  }

  /** All records of an event are there. */
  private void complete(AuditEvent whole) {
    event = whole;
    if (!event.undecided.isEmpty()) {
      decide();
    }
    if (!event.hasSyscall || event.pid < 0 || event.result == RETRY) {
      return;
    }
    int container = container();
    HostProcess parent = event.parent < 0 ? null : processes.find(container, event.parent);
    Syscall syscall = event.call();
    boolean executes = !event.failed && (syscall == Syscall.EXECVE || syscall == Syscall.EXECVEAT);
    HostProcess process = processes.find(container, event.pid);
    if (process == null && executes && parent != null) {
      process = processes.fork(parent, container, event.pid);
    } else {
      process =
          processes.running(
              container,
              event.pid,
              executes ? "" : event.executable,
              executes ? "" : event.title,
              parent);
    }
    fill(syscall, executes);
    if (event.socketAddress.length > 0) {
      address(container, syscall);
    }
    meaning.take(process, call);
  }

  private int container() {
    return containers.number(
        event.node, "", (host, id) -> HostContainers.labelled(host, host, null, null));
  }

  /** A call without a name and a known number is understood by what else is told of it, or not. */
  private void decide() {
    String problem = event.call() == Syscall.OTHER ? event.unknownArchitecture : null;
    affected = container();
    for (String position : event.undecided) {
      decide(problem, position, event.micros);
    }
    affected = -1;
  }

  private void fill(Syscall syscall, boolean executes) {
    call.clear();
    call.syscall = syscall;
    call.failed = event.failed && event.result != IN_PROGRESS;
    call.path = executes && !event.executable.isEmpty() ? event.executable : event.path();
    call.arguments = event.joinedArguments();
    long[] arguments = event.arguments;
    switch (syscall) {
      case OPEN -> call.forWriting = (arguments[1] & WRITES) != 0;
      case OPENAT -> call.forWriting = (arguments[2] & WRITES) != 0;
      case OPEN_BY_HANDLE_AT -> call.forWriting = (arguments[2] & WRITES) != 0;
      case OPENAT2 -> call.forWriting = !event.createdPath.isEmpty();
      // those of clone3 are behind a pointer: the child tells of its parent when it executes
      case CLONE -> call.pid = (arguments[0] & CLONE_THREAD) == 0 ? event.result : -1;
      case FORK, VFORK -> call.pid = event.result;
      case KILL, TKILL, TGKILL -> call.pid = event.target >= 0 ? event.target : arguments[0];
      case PTRACE -> call.pid = event.target >= 0 ? event.target : arguments[1];
      case PROCESS_VM_READV, PROCESS_VM_WRITEV -> call.pid = arguments[0];
      case SETNS -> call.name = namespaces(arguments[1]);
      case UNSHARE -> call.name = namespaces(arguments[0]);
      default -> {}
    }
  }

  private void address(int container, Syscall syscall) {
    String address = event.address();
    String transport = Endpoints.isUnix(event.socketAddress) ? "unix" : "tcp";
    boolean isOwn = syscall == Syscall.BIND;
    if (!address.isEmpty()) {
      call.entity =
          registry.socket(container, transport, isOwn ? address : "", isOwn ? "" : address);
      call.isSocket = true;
    }
    boolean movesData =
        switch (syscall) {
          case SENDTO, RECVFROM, SENDMSG, RECVMSG, SENDMMSG, RECVMMSG -> true;
          default -> false;
        };
    if (movesData) {
      call.entity = -1;
    }
  }

  /** As strace prints them, in lower case. */
  private static String namespaces(long flags) {
    StringBuilder names = new StringBuilder();
    for (int index = 0; index < NAMESPACES.length; index++) {
      if ((flags & NAMESPACE_FLAGS[index]) != 0) {
        names.append(names.isEmpty() ? "" : "|").append(NAMESPACES[index]);
      }
    }
    return names.isEmpty() ? "0" : names.toString();
  }

  private @Nullable AuditEvent find() {
    for (int index = pending.size() - 1; index >= 0; index--) {
      if (pending.get(index).is(record)) {
        return pending.get(index);
      }
    }
    return null;
  }

  /** {@code ----} and {@code time->…}, which ausearch puts between events. */
  private static boolean isSeparator(byte[] buffer, int from, int to) {
    return to - from >= 4
        && (buffer[from] == '-' || buffer[from] == 't')
        && (buffer[from] == '-' && buffer[from + 1] == '-' && buffer[from + 3] == '-'
            || to - from > 6 && buffer[from + 4] == '-' && buffer[from + 5] == '>');
  }
}
