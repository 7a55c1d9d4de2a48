package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.syscall.EventOrder;
import io.distappguard.telemetry.syscall.EventStream;
import java.io.IOException;

/** One recording, read up to a given time at once. */
final class StraceFile implements EventStream {

  static final String TOO_LONG = "line too long";
  static final String DAMAGED = "compressed data damaged";
  static final String OUT_OF_ORDER = "out of order";

  private final LineReader lines;
  private final Intake intake;
  private final TracedContainer container;
  private final Interpreter interpreter;
  private final StraceLine line = new StraceLine();
  private final EventOrder order = new EventOrder();
  private boolean hasLine;
  private boolean reportedDamage;
  private long rejectedInInterval;

  StraceFile(StraceSource source, Outlet outlet) {
    this(
        source,
        new TracedContainer(
            outlet.registry().container(source.container()), outlet.registry(), outlet.exchanges()),
        outlet.intake());
  }

  private StraceFile(StraceSource source, TracedContainer container, Intake intake) {
    this.lines = new LineReader(source.stream(), source.name());
    this.container = container;
    this.interpreter = new Interpreter(container);
    this.intake = intake;
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
      String problem = interpreter.line(line, order.latest());
      if (problem == null) {
        intake.accept();
        intake.sawMicros(line.micros());
      } else {
        reject(problem);
      }
    }
  }

  /** Lines were refused: their container's interval is incomplete. */
  @Override
  public void reportIncomplete(long intervalStartMillis, ExchangeSink sink) {
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
      if (problem == null && !order.believes(line.micros())) {
        problem = OUT_OF_ORDER;
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

  private void reject(String problem) {
    rejectedInInterval++;
    intake.reject(problem, intake.rejections().knows(problem) ? "" : lines.position());
  }
}
