package io.distappguard.traffic.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceCounts;
import io.distappguard.telemetry.trace.TraceSink;
import io.distappguard.traffic.generated.FuzzedSpans;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Spans in any order, with any parents and times, on their way to chains. */
class ChainFuzzTest {

  private static final List<Operation> NAMES =
      List.of(
          new Operation("s0", "run"),
          new Operation("s1", "run"),
          new Operation("s2", "get/7"),
          new Operation("s3", "get/8"));

  @FuzzTest(maxDuration = "30s")
  void everySpanIsInOneTraceOrCountedAndEveryCallInOneChain(byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    int mostOpen = input.hasRemaining() ? 1 + (input.get() & 31) : 8;
    int settings = input.hasRemaining() ? input.get() : 0;
    List<Call> spans = FuzzedSpans.of(input, NAMES);
    bounded(spans, mostOpen, 1L << (settings & 63) & Long.MAX_VALUE, entries(settings));
    whole(spans);
  }

  /** Few spans may be open, and traces do not wait for ever. */
  private static void bounded(List<Call> spans, int mostOpen, long waitNanos, Entries entries) {
    Chains chains = new Chains(entries);
    Map<String, Integer> open = new HashMap<>();
    Set<String> ended = new HashSet<>();
    Set<String> given = new HashSet<>();
    TraceAssembler assembler =
        new TraceAssembler(
            trace -> {
              ended.add(trace.traceId());
              given.add(trace.traceId());
              open.remove(trace.traceId());
              chains.trace(trace);
            },
            waitNanos,
            mostOpen);
    Set<String> seen = new HashSet<>();
    long accepted = 0;
    for (int index = 0; index < spans.size(); index++) {
      Call span = spans.get(index);
      given.clear();
      assembler.call(span);
      TraceCounts counts = assembler.counts();
      assertThat(counts.received()).isEqualTo(index + 1);
      assertThat(counts.accepted() + counts.duplicates() + counts.late()).isEqualTo(index + 1);
      if (counts.accepted() > accepted) {
        accepted++;
        seen.add(span.traceId());
        if (!given.contains(span.traceId())) {
          open.merge(span.traceId(), 1, Integer::sum);
        }
      }
      assertThat(counts.accepted()).isEqualTo(accepted);
      assertThat(open.values().stream().mapToInt(Integer::intValue).sum())
          .isLessThanOrEqualTo(mostOpen);
    }
    assembler.finish();
    assertThat(ended).isEqualTo(seen);
    chains.agreeWith(assembler.counts());
  }

  /** All spans are waited for, so that what becomes of each can be told beforehand. */
  private static void whole(List<Call> spans) {
    Map<List<Object>, Call> distinct = new LinkedHashMap<>();
    for (Call span : spans) {
      distinct.putIfAbsent(List.of(span.traceId(), span.spanId(), span.kind()), span);
    }
    List<Call> forwards = List.copyOf(distinct.values());
    Chains chains = new Chains(Entries.NONE);
    TraceCounts counts = assembled(forwards, chains);
    assertThat(counts.accepted()).isEqualTo(forwards.size());
    assertThat(counts.orphans())
        .isEqualTo(forwards.stream().filter(span -> isOrphan(span, forwards)).count());
    long beginnings = forwards.stream().filter(span -> isBeginning(span, forwards)).count();
    assertThat(chains.roots).isEqualTo(beginnings + counts.orphans() + counts.cycles());
    chains.agreeWith(counts);

    Map<String, Trace> others = new HashMap<>();
    assertThat(assembled(forwards.reversed(), trace -> others.put(trace.traceId(), trace)))
        .isEqualTo(counts);
    assertThat(others).isEqualTo(chains.traces);
  }

  private static TraceCounts assembled(List<Call> spans, TraceSink sink) {
    TraceAssembler assembler = new TraceAssembler(sink, Long.MAX_VALUE, Integer.MAX_VALUE);
    spans.forEach(assembler::call);
    assembler.finish();
    return assembler.counts();
  }

  private static boolean isOrphan(Call span, List<Call> all) {
    return span.parentSpanId() != null
        && !sharesIdWithCaller(span, all)
        && all.stream()
            .noneMatch(other ->
                other.traceId().equals(span.traceId())
                    && other.spanId().equals(span.parentSpanId()));
  }

  private static boolean isBeginning(Call span, List<Call> all) {
    return span.parentSpanId() == null && !sharesIdWithCaller(span, all);
  }

  private static boolean sharesIdWithCaller(Call span, List<Call> all) {
    return (span.kind() == Call.Kind.SERVER || span.kind() == Call.Kind.CONSUMER)
        && all.stream()
            .anyMatch(other ->
                (other.kind() == Call.Kind.CLIENT || other.kind() == Call.Kind.PRODUCER)
                    && other.traceId().equals(span.traceId())
                    && other.spanId().equals(span.spanId()));
  }

  /** Reads chains, and sees to it that they are the calls of the traces, each once. */
  private static final class Chains implements TraceSink {

    final Map<String, Trace> traces = new HashMap<>();
    long roots;
    private long parts;
    private final OperationTable operations = new OperationTable();
    private final Set<Operation> entries;
    private final ChainReading reading;
    private long calls;
    private int at;

    Chains(Entries entries) {
      this.entries = Set.copyOf(entries.path());
      this.reading = new ChainReading(operations, entries, this::chain);
    }

    @Override
    public void trace(Trace trace) {
      traces.put(trace.traceId(), trace);
      parts++;
      at = 0;
      reading.trace(trace);
      passEntries(trace, trace.calls().size());
      calls += trace.calls().size();
      roots += trace.calls().stream().filter(call -> call.parent() < 0).count();
    }

    private void chain(Chain chain, Trace trace, int from, int to) {
      passEntries(trace, from);
      assertThat(to).isGreaterThan(from);
      assertThat(chain.length()).isBetween(1, to - from);
      assertThat(chain.operation(0)).isEqualTo(reading.operation(from));
      for (; at < to; at++) {
        TraceCall call = trace.calls().get(at);
        assertThat(reading.operation(at))
            .isEqualTo(operations.number(call.service(), call.operation()));
        assertThat(call.durationNanos()).isNotNegative();
      }
    }

    /** What is in no chain is an entry that calls something. */
    private void passEntries(Trace trace, int to) {
      for (; at < to; at++) {
        TraceCall call = trace.calls().get(at);
        assertThat(entries)
            .contains(operations.operation(operations.number(call.service(), call.operation())));
        assertThat(trace.calls().get(at + 1).parent()).isEqualTo(at);
      }
    }

    void agreeWith(TraceCounts counts) {
      assertThat(counts.traces()).isEqualTo(parts);
      assertThat(counts.calls()).isEqualTo(calls).isLessThanOrEqualTo(counts.accepted());
      assertThat(reading.cut()).isZero();
    }
  }

  private static Entries entries(int settings) {
    return new Entries(NAMES.subList(0, (settings >> 6 & 3) % 3));
  }
}
