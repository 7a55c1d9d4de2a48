package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.line.Lines;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What readers of line formats share: an event is a line; one that is not understood is refused
 * with its place and makes the interval incomplete; one that is too long is refused without being
 * kept; events go on in order of time, and a damaged time loses its own event alone. Not
 * thread-safe.
 */
public abstract class LineExchangeReader implements ExchangeReader {

  public static final String TOO_LONG = "line too long";
  public static final String DAMAGED = "compressed data damaged";
  public static final String OUT_OF_ORDER = "out of order";

  private static final String REJECTED_LINES = "rejected lines";

  /** What {@link #interpret} gives for a line that later ones decide on; see {@link #decide}. */
  protected static final String UNDECIDED = "undecided";

  /** How late events of sources come that write from several processors' buffers. */
  protected static final long USUAL_TOLERANCE_MICROS = 5_000_000;

  private final Lines lines;
  private final EventOrder order;
  private final Intake intake = new Intake();
  private final Map<Lost, Long> lost = new LinkedHashMap<>();
  private final ArrayDeque<KeptLine> kept = new ArrayDeque<>();
  private boolean isRemark;
  private boolean isNoEvent;
  private boolean isBlank;
  private boolean hasEvent;
  private boolean atEnd;
  private long eventMicros;
  private @Nullable KeptLine current;

  private record Lost(int container, String reason) {}

  /** A line that must be read again, since the one after it was looked at. */
  private record KeptLine(byte[] bytes, String position) {}

  /**
   * @param longestLine longest line in bytes that is read whole
   * @param toleranceMicros how late an event may come
   */
  protected LineExchangeReader(ExchangeSource source, int longestLine, long toleranceMicros) {
    this(new LineReader(source.stream(), source.name(), longestLine), toleranceMicros);
  }

  /**
   * @param lines the source in pieces of which each holds an event
   * @param toleranceMicros how late an event may come
   */
  protected LineExchangeReader(Lines lines, long toleranceMicros) {
    this.lines = lines;
    this.order = new EventOrder(toleranceMicros);
  }

  /**
   * Takes a line apart, without any consequence yet: the same line may come again.
   *
   * @return null where it was understood, else why not
   */
  protected abstract @Nullable String parse(byte[] buffer, int from, int to);

  /** Time of the line just parsed, in microseconds since the epoch. */
  protected abstract long micros();

  /**
   * Gives the line just parsed its meaning.
   *
   * @param micros latest time so far, which is the line's unless it is late
   * @return null where it was understood, else why not
   */
  protected abstract @Nullable String interpret(long micros);

  /** Which container what is lost now concerns; -1 where any may be affected. */
  protected int affectedContainer() {
    return -1;
  }

  /** To be called from {@link #parse}: the line is well-formed, and no event. */
  protected final void remark() {
    isRemark = true;
  }

  /**
   * To be called from {@link #parse}: the line holds nothing, and counts no more than a blank one.
   */
  protected final void blank() {
    isBlank = true;
  }

  /**
   * To be given back by {@link #parse}: the line is refused for this reason, and is another
   * program's, so that no event is lost with it.
   */
  protected final String noEvent(String reason) {
    isNoEvent = true;
    return reason;
  }

  /** The source says that it lost events; -1 where it does not know how many. */
  protected final void lost(String reason, long count) {
    lost.merge(
        new Lost(affectedContainer(), reason),
        count,
        (one, other) -> one < 0 || other < 0 ? -1 : one + other);
  }

  /** Latest time so far; negative before the first event. */
  protected final long latestMicros() {
    return order.latest();
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
        intake.accept();
        intake.sawMicros(eventMicros);
      } else if (!problem.equals(UNDECIDED)) {
        reject(problem);
      }
    }
  }

  /** Where the line at hand stands. */
  protected final String position() {
    KeptLine line = current;
    return line == null ? lines.position() : line.position();
  }

  /**
   * Accepts or refuses a line that was {@link #UNDECIDED}. Each must be decided before {@link #end}
   * is over; until then it counts as neither.
   *
   * @param problem null where it was understood, else why not
   * @param position where it stands
   * @param micros its time
   */
  protected final void decide(@Nullable String problem, String position, long micros) {
    if (problem == null) {
      intake.accept();
      intake.sawMicros(micros);
    } else {
      lost(REJECTED_LINES, 1);
      intake.reject(problem, position);
    }
  }

  @Override
  public final void reportLosses(long intervalStartMillis, ExchangeSink sink) {
    if (!lost.isEmpty()) {
      lost.forEach((what, count) ->
          sink.incomplete(intervalStartMillis, what.container(), what.reason(), count));
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
    while (nextEvent()) {
      long micros = micros();
      if (order.isImpossible(micros)) {
        reject(OUT_OF_ORDER);
      } else if (!order.isAhead(micros) || isAgreedWithByNext(micros)) {
        order.believe(micros);
        eventMicros = micros;
        hasEvent = true;
        return;
      }
    }
  }

  /**
   * Looks at the next event. Where both agree, the line at hand is at hand again; where not, it is
   * refused, and the next one is next.
   */
  private boolean isAgreedWithByNext(long micros) throws IOException {
    KeptLine ahead = keep();
    if (!nextEvent()) {
      kept.addFirst(ahead);
      nextEvent();
      boolean isCredible = order.isCredibleEnd(micros);
      if (!isCredible) {
        reject(OUT_OF_ORDER);
      }
      return isCredible;
    }
    boolean isAgreed = order.agrees(micros, micros());
    kept.addFirst(keep());
    current = ahead;
    if (!isAgreed) {
      reject(OUT_OF_ORDER);
      return false;
    }
    parse(ahead.bytes(), 0, ahead.bytes().length);
    return true;
  }

  private KeptLine keep() {
    KeptLine line = current;
    return line == null
        ? new KeptLine(
            Arrays.copyOfRange(lines.buffer(), lines.from(), lines.to()), lines.position())
        : line;
  }

  /** Moves to the next line that is an event; false at the end. */
  private boolean nextEvent() throws IOException {
    while (true) {
      KeptLine again = kept.pollFirst();
      current = again;
      if (again != null) {
        if (isEvent(again.bytes(), 0, again.bytes().length)) {
          return true;
        }
      } else if (atEnd) {
        return false;
      } else if (!lines.next()) {
        atEnd = true;
        if (lines.damaged()) {
          reject(DAMAGED);
        }
      } else if (lines.tooLong()) {
        reject(TOO_LONG);
      } else if (lines.from() < lines.to() && isEvent(lines.buffer(), lines.from(), lines.to())) {
        return true;
      }
    }
  }

  private boolean isEvent(byte[] buffer, int from, int to) throws IOException {
    isRemark = false;
    isNoEvent = false;
    isBlank = false;
    String problem = parse(buffer, from, to);
    if (problem != null && current == null && lines.lookCloser()) {
      problem = parse(lines.buffer(), lines.from(), lines.to());
    }
    if (problem != null) {
      reject(problem);
      return false;
    }
    if (isRemark) {
      intake.accept();
    }
    return !isRemark && !isBlank;
  }

  private void reject(String problem) {
    if (!isNoEvent) {
      lost(REJECTED_LINES, 1);
    }
    isNoEvent = false;
    intake.reject(problem, intake.rejections().knows(problem) ? "" : position());
  }
}
