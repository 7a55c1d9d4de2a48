package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.LineReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What readers of line formats share: a line that is not understood is refused with its place and
 * makes the interval incomplete, one that is too long is refused without being kept, and events go
 * on in order of time. An event is a line unless a format joins several ({@link #poll}). Not
 * thread-safe.
 */
public abstract class LineExchangeReader implements ExchangeReader {

  public static final String TOO_LONG = "line too long";
  public static final String DAMAGED = "compressed data damaged";

  /** How late events of sources come that write from several processors' buffers. */
  protected static final long USUAL_TOLERANCE_MICROS = 5_000_000;

  private final LineReader lines;
  private final Intake intake = new Intake();
  private final EventOrder order;
  private final Map<String, Long> lost = new LinkedHashMap<>();
  private boolean isParsed;
  private boolean hasEvent;
  private boolean atEnd;
  private long eventMicros;

  /**
   * @param longestLine longest line in bytes that is read whole
   * @param toleranceMicros how late an event may come
   */
  protected LineExchangeReader(ExchangeSource source, int longestLine, long toleranceMicros) {
    this.lines = new LineReader(source.stream(), source.name(), longestLine);
    this.order = new EventOrder(toleranceMicros);
  }

  /**
   * Takes a line apart. What it found is an event, unless {@link #remark} or {@link #hold} is
   * called.
   *
   * @return null where it was understood, else why not
   */
  protected abstract @Nullable String parse(byte[] buffer, int from, int to);

  /** Time of the event that is at hand, in microseconds since the epoch. */
  protected abstract long micros();

  /**
   * Gives the event at hand its meaning.
   *
   * @param micros latest time so far, which is the event's unless it is late
   * @return null where it was understood, else why not
   */
  protected abstract @Nullable String interpret(long micros);

  /** Which container losses concern; -1 where any may be affected. */
  protected int affectedContainer() {
    return -1;
  }

  /** Moves to the next event that is complete; false where lines must be read first. */
  protected boolean poll() {
    boolean isNext = isParsed;
    isParsed = false;
    return isNext;
  }

  /** Lines that the event at hand is made of. */
  protected int linesOfEvent() {
    return 1;
  }

  /** No line is left; what waits for more is complete. */
  protected void finish() {}

  /** The line just parsed is well-formed and no event. */
  protected final void remark() {
    isParsed = false;
    intake.accept();
  }

  /** The line just parsed is part of an event that {@link #poll} will give. */
  protected final void hold() {
    isParsed = false;
  }

  /** The source says that it lost events. */
  protected final void lost(String reason, long count) {
    lost.merge(reason, count, Long::sum);
  }

  @Override
  public final long nextMicros() throws IOException {
    if (!hasEvent) {
      advance();
    }
    return hasEvent ? eventMicros : Long.MAX_VALUE;
  }

  @Override
  public final void readUntil(long endMicros) throws IOException {
    while (nextMicros() < endMicros) {
      hasEvent = false;
      String problem = interpret(order.latest());
      if (problem == null) {
        intake.accept(linesOfEvent());
        intake.sawMicros(eventMicros);
      } else {
        reject(problem, linesOfEvent());
      }
    }
  }

  @Override
  public final void reportLosses(long intervalStartMillis, ExchangeSink sink) {
    if (!lost.isEmpty()) {
      lost.forEach((reason, count) ->
          sink.incomplete(intervalStartMillis, affectedContainer(), reason, count));
      lost.clear();
    }
  }

  @Override
  public void end() {}

  @Override
  public final Intake intake() {
    return intake;
  }

  @Override
  public final void close() throws IOException {
    lines.close();
  }

  private void advance() throws IOException {
    while (true) {
      if (poll()) {
        eventMicros = micros();
        String problem = order.take(eventMicros);
        if (problem == null) {
          hasEvent = true;
          return;
        }
        reject(problem, linesOfEvent());
      } else if (atEnd) {
        return;
      } else if (!lines.next()) {
        atEnd = true;
        if (lines.damaged()) {
          reject(DAMAGED, 1);
        }
        finish();
      } else if (lines.tooLong()) {
        reject(TOO_LONG, 1);
      } else if (lines.from() < lines.to()) {
        isParsed = true;
        String problem = parse(lines.buffer(), lines.from(), lines.to());
        if (problem != null) {
          isParsed = false;
          reject(problem, 1);
        }
      }
    }
  }

  private void reject(String problem, int count) {
    lost("rejected lines", count);
    intake.rejections().count(problem, intake.rejections().knows(problem) ? "" : lines.position(), count);
  }
}
