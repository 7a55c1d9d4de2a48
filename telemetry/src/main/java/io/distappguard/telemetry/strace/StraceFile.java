package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.LineExchangeReader;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.LineReader;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** One recording of one container. */
final class StraceFile extends LineExchangeReader {

  static final String NO_DATE = "time of day without a date (give the file itself, or -ttt)";
  static final String MORE_THAN_A_DAY =
      "time of day after the file's last change (it spans days: record with -ttt)";
  static final String DATED =
      "times of day dated by the file's last change, in this machine's zone (record with -ttt)";

  static final String ONE_OF_MANY =
      "file of one process, by strace -ff: taken for a container (join: strace-log-merge)";

  /** strace writes lines of several threads nearly, not quite, in order. */
  private static final long TOLERANCE_MICROS = 1_000_000;

  private final String name;
  private final TracedContainer container;
  private final Interpreter interpreter;
  private final StraceLine line = new StraceLine();
  private final DayClock days;
  private boolean seenCall;
  private boolean dated;

  StraceFile(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    this(FirstProcess.of(source), registry, exchanges);
  }

  private StraceFile(FirstProcess.Found found, Registry registry, IntervalExchanges exchanges) {
    super(found.source(), LineReader.DEFAULT_LONGEST_LINE, TOLERANCE_MICROS);
    this.name = found.source().name();
    this.days = new DayClock(found.source().modifiedMillis(), ZoneId.systemDefault());
    int id = registry.container(found.source().container());
    this.container = new TracedContainer(id, registry, exchanges);
    this.interpreter = new Interpreter(container);
    container.threads.first(found.tid());
    if (found.isByName()) {
      intake().note(ONE_OF_MANY, name);
    }
  }

  @Override
  protected @Nullable String parse(byte[] buffer, int from, int to) {
    String problem = line.parse(buffer, from, to);
    if (problem != null) {
      return problem;
    }
    if (line.kind() == StraceLine.Kind.REMARK) {
      if (seenCall) {
        container.threads.attached(line.attached());
      }
      remark();
      return null;
    }
    seenCall = true;
    boolean needsDate = line.clock() == LinePrefix.Clock.DAY && line.kind() != StraceLine.Kind.REST;
    return needsDate && !days.isSet() ? NO_DATE : null;
  }

  @Override
  protected long micros() {
    if (line.kind() == StraceLine.Kind.REST) {
      return Math.max(0, latestMicros());
    }
    return line.clock() == LinePrefix.Clock.DAY ? days.micros(line.micros()) : line.micros();
  }

  @Override
  protected @Nullable String interpret(long micros) {
    if (line.clock() == LinePrefix.Clock.DAY) {
      if (!dated) {
        dated = true;
        intake().note(DATED, name);
      }
      if (days.isTooLate(micros)) {
        return MORE_THAN_A_DAY;
      }
    }
    return interpreter.line(line, micros);
  }

  @Override
  protected int affectedContainer() {
    return container.id;
  }

  @Override
  public void end() {
    interpreter.end();
  }
}
