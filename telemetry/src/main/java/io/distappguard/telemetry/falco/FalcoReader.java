package io.distappguard.telemetry.falco;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.exchange.HostProcess;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.json.FieldNames;
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

  private static final int MOST_TYPES = 10_000;

  private final Map<String, Syscall> types = new HashMap<>();
  private final FieldNames names = new FieldNames(TOP);
  private final FalcoFields fields;
  private final FalcoDescriptor descriptor;
  private final Map<String, Long> nameless = new HashMap<>();
  private boolean isAlert;
  private long micros;
  private String source = "";
  private String host = "";

  private FalcoReader(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, registry, exchanges);
    this.fields = new FalcoFields(cursor);
    this.descriptor = new FalcoDescriptor(registry);
  }

  /** Whether a file that begins like this holds Falco's alerts. */
  public static boolean recognises(Beginning beginning) {
    return beginning.hasObjectsWith("rule", "priority", "output_fields");
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
    source = "";
    host = "";
    boolean hasRule = false;
    boolean hasFields = false;
    int timeFrom = 0;
    int timeTo = 0;
    for (cursor.enter(); cursor.nextField(names); ) {
      switch (cursor.field()) {
        case 0 -> {
          if (cursor.scalar()) {
            timeFrom = cursor.valueFrom();
            timeTo = cursor.valueTo();
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
          fields.read(buffer);
        }
        default -> cursor.skip();
      }
    }
    isAlert = hasRule && hasFields;
    long nanos = fields.nanos();
    micros = nanos > 0 ? nanos / 1000 : IsoTime.micros(buffer, timeFrom, timeTo);
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
    return isCall && (fields.type().isEmpty() || fields.pid() < 0 && fields.executable().isEmpty())
        ? NO_CALL
        : null;
  }

  @Override
  protected long micros() {
    return micros;
  }

  @Override
  protected @Nullable String interpret(long latest) {
    long drops = fields.drops();
    if (drops > 0) {
      lost("dropped by source", drops);
    }
    String type = fields.type();
    long result = fields.result();
    String error = fields.error();
    if (type.isEmpty() || result == RETRY || error.equals("EAGAIN")) {
      return null;
    }
    processes.at(latest);
    int container = containers.number(host, fields.containerId(), this::labels);
    Syscall syscall = meant(type);
    call.syscall = syscall;
    call.failed = failed(result, error);
    boolean executes = syscall == Syscall.EXECVE || syscall == Syscall.EXECVEAT;
    HostProcess process = process(container, executes && !call.failed);
    call.bytes = result > 0 ? result : fields.length();
    call.forWriting = fields.opensForWriting();
    call.path = executes ? fields.executable() : fields.path();
    call.arguments = executes ? fields.commandLine() : "";
    call.name = executes || syscall == Syscall.EXIT_GROUP ? "" : fields.name();
    call.pid = syscall.forks() ? result : fields.target();
    if (!fields.descriptorName().isEmpty()) {
      descriptor.resolve(fields, process);
      call.entity = descriptor.entity();
      call.isSocket = descriptor.isSocket();
    }
    meaning.take(process, call);
    return null;
  }

  /** One that just executed was something else before, which the alert does not tell. */
  private HostProcess process(int container, boolean hasExecuted) {
    long parent = fields.parent();
    HostProcess parentProcess = parent < 0 ? null : processes.find(container, parent);
    return hasExecuted
        ? processes.running(container, pid(), "", "", parentProcess)
        : processes.running(
            container, pid(), fields.executable(), fields.commandLine(), parentProcess);
  }

  private boolean failed(long result, String error) {
    if (result != Long.MIN_VALUE && result < 0) {
      return result != IN_PROGRESS;
    }
    return fields.failed() || !error.isEmpty() && !error.equals("EINPROGRESS");
  }

  /** A number that stands for the executable where the rule does not name the pid. */
  private long pid() {
    long told = fields.pid();
    if (told >= 0) {
      return told;
    }
    if (nameless.size() > 10_000) {
      nameless.clear();
    }
    return nameless.computeIfAbsent(fields.executable(), unused -> -2L - nameless.size());
  }

  private Syscall meant(String type) {
    if (types.size() >= MOST_TYPES) {
      types.clear();
    }
    return types.computeIfAbsent(type, FalcoReader::syscall);
  }

  /** Falco names some calls by its own events. */
  private static Syscall syscall(String type) {
    return switch (type) {
      case "procexit" -> Syscall.EXIT_GROUP;
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
