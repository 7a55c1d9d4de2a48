package io.distappguard.telemetry.tetragon;

import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostProcess;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonEventReader;
import io.distappguard.telemetry.json.KnownObjects;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.IsoTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Tetragon's events as its export file and {@code tetra getevents -o json} write them, a
 * {@code GetEventsResponse} a line (cilium/tetragon, api/v1/tetragon/events.proto and
 * tetragon.proto; docs, Concepts, Events). Processes, connections and files become control events;
 * Tetragon counts no bytes, and functions that move data ({@code tcp_sendmsg}) are accepted without
 * a meaning.
 *
 * <ul>
 *   <li>{@code process_exec}: a fork where its parent is known and it is not, and an execution; one
 *       with the flag {@code procFS} was running before Tetragon and only makes it known.
 *   <li>{@code process_exit}: an exit, or death by its signal.
 *   <li>{@code process_kprobe}, {@code process_lsm}: by the function's name, see {@link
 *       TetragonFunction}; {@code process_tracepoint}: {@code sys_enter_…} by the call's name.
 *   <li>{@code process_connect}, {@code process_accept}, {@code process_listen} (Isovalent's
 *       Tetragon): by their addresses. Other events, such as {@code process_loader}, are accepted
 *       without a meaning.
 *   <li>{@code rate_limit_info}, {@code process_throttle}: events were left out, so the interval is
 *       incomplete.
 * </ul>
 *
 * An event is a line. Not thread-safe.
 */
public final class TetragonReader extends JsonEventReader {

  static final String NOT_TETRAGON = "no Tetragon event";
  static final String NO_TIME = "event without a time";
  static final String NO_PROCESS = "event without a process";

  private static final ByteWords TOP =
      ByteWords.of(
          "process_exec",
          "process_exit",
          "process_kprobe",
          "process_lsm",
          "process_tracepoint",
          "process_uprobe",
          "process_loader",
          "process_throttle",
          "rate_limit_info",
          "node_name",
          "time", // 10
          "process_connect",
          "process_accept",
          "process_listen",
          "process_close",
          "process_usdt");
  private static final ByteWords BODY =
      ByteWords.of(
          "process",
          "parent",
          "function_name",
          "args",
          "return",
          "action",
          "signal",
          "subsys",
          "event",
          "number_of_dropped_process_events",
          "type", // 10
          "source_ip",
          "source_port",
          "destination_ip",
          "destination_port",
          "ip", // 15
          "port",
          "protocol");

  private static final int EXEC = 0;
  private static final int EXIT = 1;
  private static final int KPROBE = 2;
  private static final int LSM = 3;
  private static final int TRACEPOINT = 4;
  private static final int THROTTLE = 7;
  private static final int RATE_LIMIT = 8;
  private static final int CONNECT = 11;
  private static final int ACCEPT = 12;
  private static final int LISTEN = 13;

  private static final int MOST_FUNCTIONS = 1000;

  private final FieldNames names = new FieldNames(TOP);
  private final FieldNames bodyNames = new FieldNames(BODY);
  private final KnownObjects<TetragonProcess> told = TetragonProcess.all();
  private final Map<String, TetragonFunction> functions = new HashMap<>();
  private final TetragonArguments arguments = new TetragonArguments();
  private final TetragonArguments result = new TetragonArguments();
  private TetragonProcess process = TetragonProcess.NONE;
  private TetragonProcess parent = TetragonProcess.NONE;
  private int kind;
  private long micros;
  private String node = "";
  private String function = "";
  private String event = "";
  private String action = "";
  private String signal = "";
  private long dropped;

  private TetragonReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, registry, exchanges);
  }

  /** Whether a file that begins like this holds Tetragon's events. */
  public static boolean recognises(Beginning beginning) {
    return beginning.hasObjectsWith("exec_id", "parent_exec_id")
        || beginning.hasObjectsWith("process_exec")
        || beginning.hasObjectsWith("process_kprobe");
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new TetragonReader(source, registry, exchanges);
  }

  @Override
  protected void read(byte[] buffer) {
    process = TetragonProcess.NONE;
    parent = TetragonProcess.NONE;
    arguments.clear();
    result.clear();
    kind = ByteWords.NONE;
    micros = IsoTime.NONE;
    node = "";
    function = "";
    event = "";
    action = "";
    signal = "";
    dropped = 0;
    for (cursor.enter(); cursor.nextField(names); ) {
      int field = cursor.field();
      switch (field) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15 -> {
          kind = field;
          body();
        }
        case 9 -> node = cursor.text();
        case 10 -> {
          if (cursor.scalar()) {
            micros = IsoTime.micros(buffer, cursor.valueFrom(), cursor.valueTo());
          }
        }
        default -> cursor.skip();
      }
    }
  }

  private void body() {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField(bodyNames)) {
      switch (cursor.field()) {
        case 0 -> process = told.read(cursor);
        case 1 -> parent = told.read(cursor);
        case 2 -> function = cursor.text();
        case 3 -> arguments.readAll(cursor);
        case 4 -> result.read(cursor);
        case 5 -> action = cursor.text();
        case 6 -> signal = cursor.text();
        case 8 -> event = cursor.text();
        case 9 -> dropped = cursor.number();
        case 10 -> event = cursor.text();
        case 11, 15 -> arguments.localIp = cursor.text();
        case 12, 16 -> arguments.localPort = Math.max(0, cursor.number());
        case 13 -> arguments.remoteIp = cursor.text();
        case 14 -> arguments.remotePort = Math.max(0, cursor.number());
        case 17 -> arguments.protocol(cursor.text());
        default -> cursor.skip();
      }
    }
  }

  @Override
  protected @Nullable String problem() {
    if (kind == ByteWords.NONE) {
      return NOT_TETRAGON;
    }
    if (micros == IsoTime.NONE) {
      return NO_TIME;
    }
    boolean hasProcess = process.pid >= 0;
    return kind == RATE_LIMIT || kind == THROTTLE || hasProcess ? null : NO_PROCESS;
  }

  @Override
  protected long micros() {
    return micros;
  }

  @Override
  protected @Nullable String interpret(long latest) {
    if (kind == RATE_LIMIT) {
      lost("dropped by source", Math.max(1, dropped));
      return null;
    }
    if (kind == THROTTLE) {
      lost("throttled by source", -1);
      return null;
    }
    processes.at(latest);
    int container = containers.number(node, process.containerId(), process::labels);
    if (kind == EXEC) {
      execute(container);
      return null;
    }
    HostProcess acting = acting(container);
    if (!process.directory.isEmpty()) {
      acting.directory(process.directory);
    }
    if (kind == EXIT) {
      processes.exit(acting, signal.isEmpty() ? "exit" : "killed by " + signal);
    } else if (kind == KPROBE || kind == LSM) {
      call(acting, meant(function));
    } else if (kind == TRACEPOINT && event.startsWith("sys_enter_")) {
      call(acting, meant(event));
    } else if (kind == CONNECT || kind == ACCEPT || kind == LISTEN) {
      arguments.join();
      call(acting, ofConnections());
    }
    return null;
  }

  /** The process of the event; its parent matters only to one that was not met before. */
  private HostProcess acting(int container) {
    boolean isNew = processes.find(container, process.pid) == null;
    return processes.running(
        container, process.pid, process.binary, process.arguments, isNew ? known() : null);
  }

  private void execute(int container) {
    if (process.flags.contains("procFS")) {
      acting(container);
      return;
    }
    HostProcess executing = processes.find(container, process.pid);
    if (executing == null) {
      HostProcess forking = known();
      executing =
          forking == null
              ? processes.get(container, process.pid)
              : processes.fork(forking, container, process.pid);
    }
    processes.execute(executing, process.binary, process.arguments, false);
    executing.directory(process.directory);
  }

  /** The parent, where the event tells of it. */
  private @Nullable HostProcess known() {
    if (parent.pid < 0 || parent.binary.isEmpty()) {
      return null;
    }
    int container = containers.number(node, parent.containerId(), parent::labels);
    return processes.running(container, parent.pid, parent.binary, parent.arguments, null);
  }

  private TetragonFunction ofConnections() {
    Syscall syscall =
        kind == CONNECT ? Syscall.CONNECT : kind == ACCEPT ? Syscall.ACCEPT : Syscall.LISTEN;
    return new TetragonFunction(syscall, false);
  }

  private TetragonFunction meant(String name) {
    if (functions.size() >= MOST_FUNCTIONS) {
      functions.clear();
    }
    return functions.computeIfAbsent(name, TetragonFunction::of);
  }

  private void call(HostProcess acting, TetragonFunction meant) {
    call.syscall = meant.syscall();
    call.failed =
        result.number != Long.MIN_VALUE && result.number < 0
            || action.equals("KPROBE_ACTION_OVERRIDE");
    call.path = arguments.path.isEmpty() ? arguments.text : arguments.path;
    call.forWriting = meant.masksAccess() && (arguments.number & 2) != 0 && arguments.number > 0;
    call.pid = arguments.number;
    call.name = arguments.text;
    if (call.syscall == Syscall.OTHER) {
      return;
    }
    TetragonArguments socket =
        result.local.isEmpty() && result.remote.isEmpty() ? arguments : result;
    if (!socket.local.isEmpty() || !socket.remote.isEmpty()) {
      boolean isOwn = meant.syscall() == Syscall.BIND || meant.syscall() == Syscall.LISTEN;
      String own = isOwn && socket.local.isEmpty() ? socket.remote : socket.local;
      call.entity =
          registry.socket(acting.container(), socket.transport, own, isOwn ? "" : socket.remote);
      call.isSocket = true;
    }
    meaning.take(acting, call);
  }
}
