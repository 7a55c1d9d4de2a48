package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.syscall.EventOrder;
import io.distappguard.telemetry.syscall.EventStream;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.HostContainers;
import java.io.IOException;
import java.util.function.Supplier;

/** Lines of one host, read up to a given time at once. */
public final class SysdigFile implements EventStream {

  static final String TOO_LONG = "line too long";
  static final String DAMAGED = "compressed data damaged";
  static final String OUT_OF_ORDER = "out of order";

  private static final long DAY = 86_400_000_000_000L;

  private final LineReader lines;
  private final LineFormat format;
  private final Intake intake;
  private final HostActivity host;
  private final SysdigInterpreter interpreter;
  private final EventLine event = new EventLine();
  private final EventOrder order = new EventOrder();
  private boolean hasLine;
  private boolean reportedDamage;
  private long rejectedInInterval;
  private long days;
  private long latestOfDay = Long.MIN_VALUE;

  private SysdigFile(SysdigSource source, LineFormat format, Outlet outlet) {
    this.lines = new LineReader(source.stream(), source.name());
    this.format = format;
    this.intake = outlet.intake();
    this.host = new HostActivity(outlet, new HostContainers(outlet.registry(), source.host()));
    this.interpreter = new SysdigInterpreter(host);
  }

  /** Opens what is written like this; each stream gets a format of its own. */
  public static Opener opener(SysdigSource source, Supplier<? extends LineFormat> format) {
    return outlet -> new SysdigFile(source, format.get(), outlet);
  }

  @Override
  public long nextMicros() throws IOException {
    if (!hasLine) {
      advance();
    }
    return hasLine ? Math.floorDiv(event.nanos, 1000L) : Long.MAX_VALUE;
  }

  @Override
  public void readUntil(long endMicros) throws IOException {
    while (nextMicros() < endMicros) {
      hasLine = false;
      host.at(order.latest());
      interpreter.event(event);
      intake.accept();
      intake.sawMicros(Math.floorDiv(event.nanos, 1000L));
    }
  }

  @Override
  public void reportIncomplete(long intervalStartMillis, ExchangeSink sink) {
    if (rejectedInInterval > 0) {
      sink.incomplete(intervalStartMillis, -1, "rejected lines", rejectedInInterval);
      rejectedInInterval = 0;
    }
  }

  @Override
  public void end() {
    host.end();
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
      String problem = format.parse(lines.buffer(), lines.from(), lines.to(), event);
      if (problem == null) {
        if (event.timeOfDay) {
          placeInDays();
        }
        if (order.believes(Math.floorDiv(event.nanos, 1000L))) {
          hasLine = true;
          return;
        }
        problem = OUT_OF_ORDER;
      }
      reject(problem);
    }
    if (lines.damaged() && !reportedDamage) {
      reportedDamage = true;
      reject(DAMAGED);
    }
  }

  /** A time of day that goes back by half a day or more is past midnight. */
  private void placeInDays() {
    if (latestOfDay != Long.MIN_VALUE && event.nanos < latestOfDay - DAY / 2) {
      days++;
      latestOfDay = event.nanos;
    }
    latestOfDay = Math.max(latestOfDay, event.nanos);
    event.nanos += days * DAY;
  }

  private void reject(String problem) {
    rejectedInInterval++;
    intake.reject(problem, intake.rejections().knows(problem) ? "" : lines.position());
  }
}
