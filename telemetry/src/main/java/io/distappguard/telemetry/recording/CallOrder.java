package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts calls of a trace beside one another, traces by their beginning: ids and times of neighbours
 * are alike, which halves the file (measured in RATIONALE.md). Sorts within portions, so that
 * memory stays bounded.
 */
final class CallOrder {

  /**
   * The low bits of compact times that are zero: steps of 1.024 microseconds, as fine as most
   * tracing is; bits that are always the same compress to nothing (measured in RATIONALE.md).
   */
  private static final int COMPACT_ZERO_BITS = 10;

  /** About 75 MB. */
  private static final int MOST = 250_000;

  private final List<Call> calls = new ArrayList<>();

  void add(Call call) {
    calls.add(call);
  }

  /** Whether the portion should be taken out now. */
  boolean isFull() {
    return calls.size() >= MOST;
  }

  /** Takes the portion out, sorted. */
  List<Call> drain() {
    Map<String, Long> begins = new HashMap<>();
    for (Call call : calls) {
      begins.merge(call.traceId(), call.startNanos(), Math::min);
    }
    List<Call> sorted = new ArrayList<>(calls);
    calls.clear();
    sorted.sort(
        Comparator.comparingLong((Call call) -> begins.getOrDefault(call.traceId(), 0L))
            .thenComparing(Call::traceId)
            .thenComparingLong(Call::startNanos)
            .thenComparing(Call::spanId));
    return sorted;
  }

  /**
   * Leaves the caller's side of a call out where the callee's is there: the callee's then stands
   * under whatever the caller's stood under, and has failed where either has. Lost are what the
   * network between the two took, and parts of a microsecond.
   *
   * @param calls as {@link #drain} sorts them
   */
  static List<Call> compact(List<Call> calls) {
    List<Call> kept = new ArrayList<>(calls.size());
    int begin = 0;
    for (int index = 1; index <= calls.size(); index++) {
      if (index == calls.size() || !calls.get(index).traceId().equals(calls.get(begin).traceId())) {
        compactTrace(calls.subList(begin, index), kept);
        begin = index;
      }
    }
    return kept;
  }

  private static void compactTrace(List<Call> trace, List<Call> kept) {
    Map<String, Call> callers = new HashMap<>();
    Map<String, Integer> children = new HashMap<>();
    for (Call call : trace) {
      if (call.kind() == Call.Kind.CLIENT) {
        callers.put(call.spanId(), call);
      }
      if (call.parentSpanId() != null) {
        children.merge(call.parentSpanId(), 1, Integer::sum);
      }
    }
    // a retried call has several callees: its caller's side stays
    callers.keySet().removeIf(id -> children.getOrDefault(id, 0) != 1);
    Set<String> answered = new HashSet<>();
    for (Call call : trace) {
      String parent = call.parentSpanId();
      if (call.kind() == Call.Kind.SERVER && parent != null && callers.containsKey(parent)) {
        answered.add(parent);
      }
    }
    for (Call call : trace) {
      String parent = call.parentSpanId();
      Call caller = parent == null || !answered.contains(parent) ? null : callers.get(parent);
      if (caller != null) {
        kept.add(coarse(under(caller, call)));
      } else if (!answered.contains(call.spanId())) {
        kept.add(coarse(call));
      }
    }
  }

  private static Call under(Call caller, Call callee) {
    boolean onlyCallerFailed = caller.failed() && !callee.failed();
    return new Call(
        callee.traceId(),
        callee.spanId(),
        caller.parentSpanId(),
        callee.kind(),
        callee.service(),
        callee.instance(),
        callee.operation(),
        callee.startNanos(),
        callee.durationNanos(),
        callee.failed() || caller.failed(),
        onlyCallerFailed ? caller.status() : callee.status());
  }

  private static Call coarse(Call call) {
    long mask = -1L << COMPACT_ZERO_BITS;
    return new Call(
        call.traceId(),
        call.spanId(),
        call.parentSpanId(),
        call.kind(),
        call.service(),
        call.instance(),
        call.operation(),
        call.startNanos() & mask,
        call.durationNanos() & mask,
        call.failed(),
        call.status());
  }

  /**
   * Gives traces and, within each trace, spans small numbers in place of their random ids: ids are
   * there to join calls, and nothing compresses random bytes.
   */
  static List<Call> renumbered(List<Call> calls) {
    Map<String, Integer> traces = new HashMap<>();
    Map<String, Integer> spans = new HashMap<>();
    List<Call> renumbered = new ArrayList<>(calls.size());
    String trace = "";
    for (Call call : calls) {
      if (!call.traceId().equals(trace)) {
        trace = call.traceId();
        spans.clear();
      }
      int number = traces.computeIfAbsent(trace, unused -> traces.size());
      String parent = call.parentSpanId();
      renumbered.add(
          new Call(
              "%08x".formatted(number),
              span(spans, call.spanId()),
              parent == null ? null : span(spans, parent),
              call.kind(),
              call.service(),
              call.instance(),
              call.operation(),
              call.startNanos(),
              call.durationNanos(),
              call.failed(),
              call.status()));
    }
    return renumbered;
  }

  private static String span(Map<String, Integer> spans, String id) {
    int number = spans.computeIfAbsent(id, unused -> spans.size());
    return number < 1 << 16 ? "%04x".formatted(number) : "%08x".formatted(number);
  }
}
