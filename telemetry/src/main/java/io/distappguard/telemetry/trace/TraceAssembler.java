package io.distappguard.telemetry.trace;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts spans together to traces. A trace is complete when the application's clock, the latest start
 * of a span seen, has gone on by a wait since the trace's last span came; {@link #finish} completes
 * the rest.
 *
 * <p>A span becomes a call of the trace where it is a root or its parent is missing, where its
 * service is not its parent's, where it is a callee (SERVER, CONSUMER), and where it is a caller
 * (CLIENT, PRODUCER) that nobody answered: a call to something that is not watched, under the
 * caller's name. All else is folded into the nearest call above it. A failure on either side of a
 * call marks it.
 *
 * <p>Spans that were met before are dropped, and so are spans that come after their trace was
 * completed: a rest of a trace would look like a way through the application that nobody took. Both
 * are counted, see {@link TraceCounts}. A start more than an hour ahead moves the clock only when a
 * second one agrees, so that one damaged time does not complete everything.
 *
 * <p>Memory: at most the stated number of open spans, about 350 bytes each with their texts, and 4
 * MB to know spans again. Where more are open, the trace that waited longest is completed early and
 * counted. Not thread-safe.
 */
public final class TraceAssembler implements CallSink {

  /** Wait for late spans: 30 s. */
  public static final long DEFAULT_WAIT_NANOS = 30_000_000_000L;

  /** Most open spans: about 175 MB. */
  public static final int DEFAULT_MOST_OPEN_SPANS = 500_000;

  private static final long FAR_AHEAD_NANOS = 3_600_000_000_000L;
  private static final int BEHIND_BEFORE_DOUBT = 1_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final TraceSink sink;
  private final long waitNanos;
  private final int mostOpenSpans;
  private final TraceJoining joining = new TraceJoining();
  private final RecentSpans completed = new RecentSpans();

  /** In the order in which they were touched last. */
  private final LinkedHashMap<String, OpenTrace> open = new LinkedHashMap<>(1024, 0.75f, true);

  private @Nullable OpenTrace latest;
  private int openSpans;
  private boolean clockRuns;
  private long clockNanos;
  private long doubtedNanos;
  private int behind;

  /** No trace is complete before the clock says so. */
  private long nextDueNanos = NEVER;

  private long received;
  private long duplicates;
  private long late;
  private long completedEarly;
  private long traces;
  private long calls;

  /** Waits {@link #DEFAULT_WAIT_NANOS}, keeps at most {@link #DEFAULT_MOST_OPEN_SPANS}. */
  public TraceAssembler(TraceSink sink) {
    this(sink, DEFAULT_WAIT_NANOS, DEFAULT_MOST_OPEN_SPANS);
  }

  /**
   * @param waitNanos event time to wait for late spans of a trace
   * @param mostOpenSpans spans kept of traces that are not complete
   */
  public TraceAssembler(TraceSink sink, long waitNanos, int mostOpenSpans) {
    if (waitNanos < 0) {
      throw new IllegalArgumentException("waitNanos: " + waitNanos + " (expected: >= 0)");
    }
    if (mostOpenSpans < 1) {
      throw new IllegalArgumentException("mostOpenSpans: " + mostOpenSpans + " (expected: >= 1)");
    }
    this.sink = sink;
    this.waitNanos = waitNanos;
    this.mostOpenSpans = mostOpenSpans;
  }

  @Override
  public void call(Call call) {
    received++;
    advance(call.startNanos());
    OpenTrace trace = openTrace(call);
    if (trace == null) {
      return;
    }
    if (!trace.add(call)) {
      duplicates++;
      return;
    }
    openSpans++;
    trace.touchedNanos = clockNanos;
    if (clockNanos > nextDueNanos) {
      completeDue();
    }
    while (openSpans > mostOpenSpans) {
      completeOldest();
    }
  }

  /** Completes all traces that are open. */
  public void finish() {
    for (OpenTrace trace = oldest(); trace != null; trace = oldest()) {
      complete(trace);
    }
    nextDueNanos = NEVER;
  }

  /**
   * The application's clock: the latest start of a span that can be believed, in nanoseconds since
   * the epoch; {@link Long#MIN_VALUE} before the first span.
   */
  public long clockNanos() {
    return clockRuns ? clockNanos : Long.MIN_VALUE;
  }

  /** What became of the spans so far. */
  public TraceCounts counts() {
    return new TraceCounts(
        received,
        received - duplicates - late,
        duplicates,
        late,
        joining.orphans(),
        joining.cycles(),
        joining.clockSkew(),
        completedEarly,
        traces,
        calls);
  }

  /** The trace this span belongs to; null where it was completed, and the span is counted. */
  private @Nullable OpenTrace openTrace(Call call) {
    OpenTrace trace = latest;
    if (trace != null && trace.id.equals(call.traceId())) {
      return trace;
    }
    trace = open.get(call.traceId());
    if (trace == null) {
      long hash = RecentSpans.secretHash(call.traceId());
      if (completed.contains(hash)) {
        if (completed.contains(spanHash(hash, call))) {
          duplicates++;
        } else {
          late++;
        }
        return null;
      }
      trace = new OpenTrace(call.traceId());
      open.put(trace.id, trace);
      nextDueNanos = Math.min(nextDueNanos, due(clockNanos));
    }
    latest = trace;
    return trace;
  }

  private void advance(long startNanos) {
    if (!clockRuns) {
      clockRuns = true;
      clockNanos = startNanos;
      doubtedNanos = startNanos;
      return;
    }
    if (startNanos < clockNanos - FAR_AHEAD_NANOS) {
      behind++;
      if (behind > BEHIND_BEFORE_DOUBT) {
        // The clock itself was set by a damaged time.
        clockNanos = startNanos;
        finish();
        behind = 0;
      }
      return;
    }
    behind = 0;
    if (startNanos > clockNanos) {
      if (startNanos - clockNanos > FAR_AHEAD_NANOS
          && Math.abs(startNanos - doubtedNanos) > FAR_AHEAD_NANOS) {
        doubtedNanos = startNanos;
      } else {
        clockNanos = startNanos;
      }
    }
  }

  private void completeDue() {
    Iterator<OpenTrace> waiting = open.values().iterator();
    while (waiting.hasNext()) {
      OpenTrace trace = waiting.next();
      if (clockNanos - trace.touchedNanos <= waitNanos) {
        nextDueNanos = due(trace.touchedNanos);
        return;
      }
      waiting.remove();
      complete(trace);
    }
    nextDueNanos = NEVER;
  }

  private long due(long touchedNanos) {
    return touchedNanos > NEVER - waitNanos ? NEVER : touchedNanos + waitNanos;
  }

  private void completeOldest() {
    OpenTrace trace = oldest();
    if (trace != null) {
      completedEarly++;
      complete(trace);
    }
  }

  private @Nullable OpenTrace oldest() {
    Map.Entry<String, OpenTrace> entry = open.pollFirstEntry();
    return entry == null ? null : entry.getValue();
  }

  private void complete(OpenTrace trace) {
    if (trace == latest) {
      latest = null;
    }
    openSpans -= trace.size();
    long hash = RecentSpans.secretHash(trace.id);
    completed.add(hash);
    for (int index = 0; index < trace.size(); index++) {
      completed.add(spanHash(hash, trace.call(index)));
    }
    Trace joined = joining.join(trace);
    traces++;
    calls += joined.calls().size();
    sink.trace(joined);
  }

  private static long spanHash(long traceHash, Call call) {
    return RecentSpans.hash(traceHash + call.kind().ordinal() + 1, call.spanId());
  }
}
