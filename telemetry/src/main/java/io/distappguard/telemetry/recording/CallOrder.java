package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts calls of a trace beside one another, traces by their beginning: ids and times of neighbours
 * are alike, which halves the file (measured in RATIONALE.md). Sorts within portions, so that
 * memory stays bounded.
 */
final class CallOrder {

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
