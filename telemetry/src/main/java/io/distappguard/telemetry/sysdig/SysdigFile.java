package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.LineExchangeReader;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.RuntimeContainers;
import org.jspecify.annotations.Nullable;

/** Lines of one host, whatever they are written like. */
public final class SysdigFile extends LineExchangeReader {

  private static final long DAY = 86_400_000_000_000L;

  private final LineFormat format;
  private final HostActivity host;
  private final SysdigInterpreter interpreter;
  private final EventLine event = new EventLine();

  /** Of the line parsed last, which may come again; counts until a time is believed. */
  private long lastNanos;

  /**
   * @param source labels of what belongs to no container, and the lines
   * @param format takes a line apart; of this file alone
   */
  public SysdigFile(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges, LineFormat format) {
    super(format.lines(source.stream(), source.name()), USUAL_TOLERANCE_MICROS);
    this.format = format;
    this.host =
        new HostActivity(registry, exchanges, new RuntimeContainers(registry, source.container()));
    this.interpreter = new SysdigInterpreter(host);
  }

  /** Whether a file that begins like this holds a line of this format. */
  public static boolean holds(Beginning beginning, LineFormat format) {
    EventLine event = new EventLine();
    return beginning.hasLine(
        (buffer, from, to) -> format.parse(buffer, from, to, event) == null && !event.blank);
  }

  @Override
  protected @Nullable String parse(byte[] buffer, int from, int to) {
    String problem = format.parse(buffer, from, to, event);
    if (LineFormat.LOG.equals(problem)) {
      return noEvent(LineFormat.LOG);
    }
    if (problem == null && event.blank) {
      blank();
    } else if (problem == null && event.timeOfDay) {
      placeInDays();
    }
    return problem;
  }

  @Override
  protected long micros() {
    return Math.floorDiv(event.nanos, 1000L);
  }

  @Override
  protected @Nullable String interpret(long micros) {
    host.at(micros);
    return interpreter.event(event);
  }

  @Override
  public void end() {
    host.end();
  }

  /** A time of day is of the day that brings it nearest to the latest time. */
  private void placeInDays() {
    long latest = latestMicros() < 0 ? lastNanos : latestMicros() * 1000;
    long time = latest - latest % DAY + event.nanos;
    if (time < latest - DAY / 2) {
      time += DAY;
    } else if (time > latest + DAY / 2 && time >= DAY) {
      time -= DAY;
    }
    event.nanos = time;
    lastNanos = time;
  }
}
