package io.distappguard.telemetry.trace;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts spans together to traces. A trace is complete when the application's time, see {@link
 * SourceClocks}, has gone on by a wait since the trace's last span came, and three other traces
 * have begun; {@link #finish} completes the rest.
 *
 * <p>A span becomes a call of the trace where it is a root or its parent is missing, where its
 * service is not its parent's, where it is a callee (SERVER, CONSUMER), and where it is a caller
 * (CLIENT, PRODUCER) that nobody answered: a call to something that is not watched, under the
 * caller's name. All else is folded into the nearest call above it. A failure on either side of a
 * call marks it.
 *
 * <p>A trace that goes on for longer than {@value #LONGEST_OPEN_SECONDS} s is cut, and counted:
 * those of its trees are completed to which nothing came for the wait, and what comes later makes
 * parts of their own. So is a large one where too many spans are open. So one job that keeps its
 * trace id for hours neither holds its calls back nor pushes other traces out.
 *
 * <p>Spans that were met before are dropped, and so are spans that come after their trace was
 * completed and began before: a rest of a trace would look like a way through the application that
 * nobody took. Both are counted, see {@link TraceCounts}. What begins after its trace was completed
 * is no rest and makes a part of its own: nobody hides a call by giving it an old trace id.
 *
 * <p>Memory: at most the stated number of open spans, about 360 bytes each with their texts, and 8
 * MB to know spans again. Where more are open, the trace that waited longest is completed early and
 * counted. Not thread-safe.
 */
public final class TraceAssembler implements CallSink {

  /** Wait for late spans: 30 s. */
  public static final long DEFAULT_WAIT_NANOS = 30_000_000_000L;

  /** Most open spans: about 175 MB. */
  public static final int DEFAULT_MOST_OPEN_SPANS = 500_000;

  /** A trace that takes spans for longer is cut. */
  static final int LONGEST_OPEN_SECONDS = 30;

  private static final long LONGEST_OPEN_NANOS = LONGEST_OPEN_SECONDS * 1_000_000_000L;

  /** Where too many spans are open, a trace of more is cut before others have to go. */
  private static final int LARGE = 1_000;

  /** However the time jumps, a trace is not complete before so many others have begun. */
  private static final int TRACES_TO_WAIT = 3;

  private static final long NEVER = Long.MAX_VALUE;

  private final TraceSink sink;
  private final long waitNanos;
  private final int mostOpenSpans;
  private final TraceJoining joining;
  private final SourceClocks clocks;
  private final RecentSpans completed = new RecentSpans();

  /** In the order in which they were touched last. */
  private final LinkedHashMap<String, OpenTrace> open = new LinkedHashMap<>(1024, 0.75f, true);

  private @Nullable OpenTrace latest;
  private @Nullable OpenTrace completing;
  private int openSpans;

  /** Traces begun so far. */
  private long opened;

  /** No trace is complete before the clock says so. */
  private long nextDueNanos = NEVER;

  private long received;
  private long duplicates;
  private long late;
  private long completedEarly;
  private long cut;
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
    this(sink, waitNanos, mostOpenSpans, new SourceClocks(Set.of()));
  }

  /**
   * @param clocks tell the time; of this assembler's spans and no others
   */
  public TraceAssembler(TraceSink sink, long waitNanos, int mostOpenSpans, SourceClocks clocks) {
    if (waitNanos < 0) {
      throw new IllegalArgumentException("waitNanos: " + waitNanos + " (expected: >= 0)");
    }
    if (mostOpenSpans < 1) {
      throw new IllegalArgumentException("mostOpenSpans: " + mostOpenSpans + " (expected: >= 1)");
    }
    this.sink = sink;
    this.waitNanos = waitNanos;
    this.mostOpenSpans = mostOpenSpans;
    this.clocks = clocks;
    joining = new TraceJoining(waitNanos);
  }

  @Override
  public void call(Call call) {
    received++;
    boolean setBack = clocks.heard(call);
    if (setBack) {
      open.values().forEach(trace -> trace.setBack(clocks.nowNanos()));
    }
    OpenTrace trace = openTrace(call);
    if (trace == null) {
      return;
    }
    long now = clocks.nowNanos();
    if (!trace.add(call, now)) {
      duplicates++;
      return;
    }
    trace.touchedAt = opened;
    openSpans++;
    if (clocks.passedNanos() - trace.sinceNanos > LONGEST_OPEN_NANOS) {
      cut(trace, false);
    } else if (openSpans > mostOpenSpans && trace.size() > LARGE) {
      cut(trace, true);
    }
    if (now > nextDueNanos) {
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
   * The agreed time when the first span of a trace came, for a sink that was given the trace and
   * has not returned yet.
   */
  public long cameNanos() {
    return completing().cameNanos;
  }

  /** Whether the first span of a trace was on time, for such a sink. */
  public boolean wasOnTime() {
    return completing().onTime;
  }

  /** The clocks that tell the time. */
  public SourceClocks clocks() {
    return clocks;
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
        cut,
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
    if (trace != null) {
      latest = trace;
      return trace;
    }
    long hash = RecentSpans.secretHash(call.traceId());
    boolean known = completed.contains(hash);
    if (known && completed.contains(spanHash(hash, call))) {
      duplicates++;
      return null;
    }
    long end = SourceClocks.end(call.startNanos(), call.durationNanos());
    boolean onTime = clocks.isOnTime(call.startNanos(), end);
    if (known && !isAfter(completed.note(hash), call, end, onTime)) {
      late++;
      return null;
    }
    trace = new OpenTrace(call.traceId(), clocks.nowNanos(), clocks.passedNanos(), onTime);
    opened++;
    open.put(trace.id, trace);
    nextDueNanos = Math.min(nextDueNanos, due(clocks.nowNanos()));
    latest = trace;
    return trace;
  }

  /** Whether a span began after its trace had been completed, whatever its source says. */
  private boolean isAfter(long lastNanos, Call call, long end, boolean onTime) {
    long began =
        clocks.timeOf(
            call.service(), call.instance(), call.startNanos(), end, clocks.nowNanos(), onTime);
    return began > lastNanos;
  }

  /**
   * Completes the trees of a trace that nothing came to for the wait, and those that have gone on
   * for too long themselves; the others stay open.
   *
   * @param whole whether to complete all of them
   */
  private void cut(OpenTrace trace, boolean whole) {
    cut++;
    long now = clocks.nowNanos();
    int[] tree = trace.trees();
    long[] first = new long[tree.length];
    long[] last = new long[tree.length];
    Arrays.fill(first, NEVER);
    for (int index = 0; index < tree.length; index++) {
      long touched = trace.touchedNanos(index);
      first[tree[index]] = Math.min(first[tree[index]], touched);
      last[tree[index]] = Math.max(last[tree[index]], touched);
    }
    OpenTrace rest = new OpenTrace(trace.id, now, clocks.passedNanos(), trace.onTime);
    OpenTrace quiet = new OpenTrace(trace.id, trace.cameNanos, 0, trace.onTime);
    for (int index = 0; index < tree.length; index++) {
      boolean goesOn =
          !whole
              && now - last[tree[index]] <= waitNanos
              && now - first[tree[index]] <= LONGEST_OPEN_NANOS;
      (goesOn ? rest : quiet).add(trace.call(index), trace.touchedNanos(index));
    }
    open.remove(trace.id);
    latest = null;
    openSpans -= quiet.size();
    if (rest.size() > 0) {
      open.put(rest.id, rest);
    }
    if (quiet.size() > 0) {
      // what is on its way is no rest of it
      quiet.touchedNanos = Math.min(quiet.touchedNanos, now - waitNanos);
      give(quiet);
    }
  }

  private void completeDue() {
    Iterator<OpenTrace> waiting = open.values().iterator();
    while (waiting.hasNext()) {
      OpenTrace trace = waiting.next();
      if (opened - trace.touchedAt < TRACES_TO_WAIT) {
        return;
      }
      if (clocks.nowNanos() - trace.touchedNanos <= waitNanos) {
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
    give(trace);
  }

  private void give(OpenTrace trace) {
    long hash = RecentSpans.secretHash(trace.id);
    completed.add(hash, trace.touchedNanos);
    for (int index = 0; index < trace.size(); index++) {
      completed.add(spanHash(hash, trace.call(index)));
    }
    Trace joined = joining.join(trace);
    traces++;
    calls += joined.calls().size();
    completing = trace;
    sink.trace(joined);
    completing = null;
  }

  private OpenTrace completing() {
    OpenTrace trace = completing;
    if (trace == null) {
      throw new IllegalStateException("no trace is being given to the sink");
    }
    return trace;
  }

  private static long spanHash(long traceHash, Call call) {
    return RecentSpans.hash(traceHash + call.kind().ordinal() + 1, call.spanId());
  }
}
