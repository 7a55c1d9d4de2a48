package io.distappguard.telemetry.falco;

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
import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.IsoTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Falco's alerts as its {@code json_output} writes them, an object a line: {@code time},
 * {@code rule}, {@code source}, {@code hostname} and, in {@code output_fields}, the fields that the
 * rule's output names (falco.org, docs/concepts/outputs/formatting, "JSON output"; the fields:
 * docs/reference/rules/supported-fields, classes evt, process, container, fd, k8s). What a rule's
 * output does not name is not known; {@code append_output} in falco.yaml adds {@code proc.pid},
 * {@code fd.*}, {@code evt.rawres} and {@code evt.res} to all rules.
 *
 * <p>An event is a line. Falco's own alerts that it dropped system calls make the interval
 * incomplete; alerts of other sources (Kubernetes audit, plugins) are accepted and say nothing of
 * exchanges. Not thread-safe.
 */
public final class FalcoReader extends JsonEventReader {

  static final String NOT_FALCO = "no Falco alert";
  static final String NO_TIME = "alert without a time";
  static final String NO_CALL = "alert without evt.type or process";

  private static final ByteWords TOP =
      ByteWords.of("time", "rule", "source", "hostname", "output_fields");

  private static final long RETRY = -11;
  private static final long IN_PROGRESS = -115;

  private final FalcoFields fields = new FalcoFields();
  private final FalcoDescriptor descriptor;
  private final Map<String, Long> nameless = new HashMap<>();
  private boolean isAlert;
  private long micros;
  private String source = "";
  private String host = "";

  private FalcoReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, registry, exchanges);
    this.descriptor = new FalcoDescriptor(registry);
  }

  /** Whether a file that begins like this holds Falco's alerts. */
  public static boolean recognises(Beginning beginning) {
    return beginning.isJsonWith("rule", "priority", "output_fields");
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new FalcoReader(source, registry, exchanges);
  }

  @Override
  protected void read(byte[] buffer) {
    fields.clear();
    isAlert = false;
    micros = IsoTime.NONE;
    source = "";
    host = "";
    boolean hasRule = false;
    boolean hasFields = false;
    for (cursor.enter(); cursor.nextField(); ) {
      switch (TOP.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0 -> {
          if (cursor.scalar()) {
            micros = IsoTime.micros(buffer, cursor.valueFrom(), cursor.valueTo());
          }
        }
        case 1 -> {
          hasRule = true;
          cursor.skip();
        }
        case 2 -> source = cursor.text();
        case 3 -> host = cursor.text();
        case 4 -> {
          hasFields = cursor.isObject();
          fields.read(cursor, buffer);
        }
        default -> cursor.skip();
      }
    }
    isAlert = hasRule && hasFields;
    if (fields.nanos > 0) {
      micros = fields.nanos / 1000;
    }
  }

  @Override
  protected @Nullable String problem() {
    if (!isAlert) {
      return NOT_FALCO;
    }
    if (micros == IsoTime.NONE) {
      return NO_TIME;
    }
    boolean isCall = source.isEmpty() || source.equals("syscall");
    return isCall && (fields.type.isEmpty() || fields.executable().isEmpty() && fields.pid < 0)
        ? NO_CALL
        : null;
  }

  @Override
  protected long micros() {
    return micros;
  }

  @Override
  protected @Nullable String interpret(long latest) {
    if (fields.drops > 0) {
      lost("dropped by source", fields.drops);
    }
    if (fields.type.isEmpty() || fields.result == RETRY || fields.error.equals("EAGAIN")) {
      return null;
    }
    processes.at(latest);
    int container = containers.number(host, fields.containerId(), this::labels);
    Syscall syscall = syscall(fields.type);
    boolean executes = syscall == Syscall.EXECVE || syscall == Syscall.EXECVEAT;
    HostProcess parent =
        fields.parent < 0 ? null : processes.find(container, fields.parent);
    HostProcess process =
        executes && !failed()
            ? processes.running(container, pid(), "", "", parent)
            : processes.running(
                container, pid(), fields.executable(), fields.commandLine, parent);
    call.syscall = syscall;
    call.failed = failed();
    call.bytes = fields.result > 0 ? fields.result : Math.max(0, fields.length);
    call.forWriting = fields.opensForWriting;
    call.path = executes ? fields.executable() : fields.path();
    call.arguments = fields.commandLine;
    call.name = executes || syscall == Syscall.EXIT_GROUP ? "" : fields.name;
    boolean forks = syscall.forks();
    call.pid = forks ? fields.result : fields.target;
    if (!fields.descriptorName.isEmpty()) {
      descriptor.resolve(fields, process);
      call.entity = descriptor.entity();
      call.isSocket = descriptor.isSocket();
    }
    meaning.take(process, call);
    return null;
  }

  private boolean failed() {
    if (fields.result != Long.MIN_VALUE && fields.result < 0) {
      return fields.result != IN_PROGRESS;
    }
    return fields.failed || !fields.error.isEmpty() && !fields.error.equals("EINPROGRESS");
  }

  /** A number that stands for the executable where the rule does not name the pid. */
  private long pid() {
    if (fields.pid >= 0) {
      return fields.pid;
    }
    if (nameless.size() > 10_000) {
      nameless.clear();
    }
    return nameless.computeIfAbsent(fields.executable(), unused -> -2L - nameless.size());
  }

  /** Falco names some calls by its own events. */
  private static Syscall syscall(String type) {
    return switch (type) {
      case "procexit" -> Syscall.EXIT_GROUP;
      case "pread" -> Syscall.PREAD64;
      case "pwrite" -> Syscall.PWRITE64;
      case "recv" -> Syscall.RECVFROM;
      case "send" -> Syscall.SENDTO;
      default -> Syscall.of(type);
    };
  }

  private Container labels(String hostName, String id) {
    return HostContainers.labelled(
        fields.containerLabel(id), hostName, fields.role(), fields.image());
  }
}
