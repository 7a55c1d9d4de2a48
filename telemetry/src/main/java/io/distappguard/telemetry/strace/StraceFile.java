package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.LineReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One recording, read up to a given time at once. */
final class StraceFile implements ExchangeReader {

  static final String TOO_LONG = "line too long";
  static final String DAMAGED = "compressed data damaged";
  static final String OUT_OF_ORDER = "out of order";

  /** strace writes lines of several threads nearly, not quite, in order. */
  private static final long TOLERANCE_MICROS = 1_000_000;

  /** A time this far ahead is believed when a second line agrees with it. */
  private static final long LEAP_MICROS = 3_600_000_000L;

  private final LineReader lines;
  private final Intake intake = new Intake();
  private final TracedContainer container;
  private final Interpreter interpreter;
  private final StraceLine line = new StraceLine();
  private long latest = Long.MIN_VALUE;
  private long leap = Long.MIN_VALUE;
  private boolean hasLine;
  private boolean reportedDamage;
  private long rejectedInInterval;

  StraceFile(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    int id = registry.container(source.container());
    this.lines = new LineReader(source.stream(), source.name());
    this.container = new TracedContainer(id, registry, exchanges);
    this.interpreter = new Interpreter(container);
  }

  @Override
  public long nextMicros() throws IOException {
    if (!hasLine) {
      advance();
    }
    return hasLine ? line.micros() : Long.MAX_VALUE;
  }

  @Override
  public void readUntil(long endMicros) throws IOException {
    while (nextMicros() < endMicros) {
      hasLine = false;
      String problem = interpreter.line(line, latest);
      if (problem == null) {
        intake.accept();
        intake.sawMicros(line.micros());
      } else {
        reject(problem);
      }
    }
  }

  @Override
  public void reportLosses(long intervalStartMillis, ExchangeSink sink) {
    if (rejectedInInterval > 0) {
      sink.incomplete(intervalStartMillis, container.id, "rejected lines", rejectedInInterval);
      rejectedInInterval = 0;
    }
  }

  @Override
  public void end() {
    interpreter.end();
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void advance() throws IOException {
    while (lines.next()) {
      if (lines.tooLong()) {
        reject(TOO_LONG);
        continue;
      }
      if (lines.from() == lines.to()) {
        continue;
      }
      String problem = line.parse(lines.buffer(), lines.from(), lines.to());
      if (problem == null && line.kind() == StraceLine.Kind.REMARK) {
        intake.accept();
        continue;
      }
      if (problem == null) {
        problem = order(line.micros());
      }
      if (problem == null) {
        hasLine = true;
        return;
      }
      reject(problem);
    }
    if (lines.damaged() && !reportedDamage) {
      reportedDamage = true;
      reject(DAMAGED);
    }
  }

  private @Nullable String order(long micros) {
    if (latest == Long.MIN_VALUE || micros >= latest && micros - latest <= LEAP_MICROS) {
      latest = micros;
      return null;
    }
    if (micros < latest) {
      return latest - micros <= TOLERANCE_MICROS ? null : OUT_OF_ORDER;
    }
    if (leap != Long.MIN_VALUE && Math.abs(micros - leap) <= LEAP_MICROS) {
      latest = micros;
      return null;
    }
    leap = micros;
    return OUT_OF_ORDER;
  }

  private void reject(String problem) {
    rejectedInInterval++;
    intake.reject(problem, intake.rejections().knows(problem) ? "" : lines.position());
  }
}
