package io.distappguard.telemetry.inspect;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceCounts;
import io.distappguard.telemetry.trace.TraceSink;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts spans and the traces they make. */
final class TraceCounting implements CallSink {

  private static final int MOST_DISTINCT = 1_000_000;

  private final TraceSink further;
  private final TraceAssembler assembler = new TraceAssembler(this::count);
  private final Set<String> services = new HashSet<>();
  private final Set<Pair> operations = new HashSet<>();
  private final Set<Pair> servicePairs = new HashSet<>();
  private long crossServiceEdges;

  /** In order, so that a set of pairs that share one hash, as a sender may choose, stays quick. */
  private record Pair(String one, String other) implements Comparable<Pair> {

    @Override
    public int compareTo(Pair than) {
      int order = one.compareTo(than.one);
      return order == 0 ? other.compareTo(than.other) : order;
    }
  }

  /**
   * @param further who else wants the traces
   */
  TraceCounting(TraceSink further) {
    this.further = further;
  }

  @Override
  public void call(Call call) {
    add(services, call.service());
    add(operations, new Pair(call.service(), call.operation()));
    assembler.call(call);
  }

  /** Null where there were no spans. */
  @Nullable TraceSummary result(double durationSeconds) {
    assembler.finish();
    TraceCounts counts = assembler.counts();
    if (counts.received() == 0) {
      return null;
    }
    return new TraceSummary(
        counts.received(),
        counts.traces(),
        services.size(),
        operations.size(),
        crossServiceEdges,
        servicePairs.size(),
        counts.calls(),
        durationSeconds > 0 ? counts.calls() / durationSeconds : 0,
        counts.orphans(),
        counts.duplicates(),
        counts.late(),
        counts.cycles(),
        counts.clockSkew(),
        counts.completedEarly(),
        counts.cut());
  }

  private void count(Trace trace) {
    for (TraceCall call : trace.calls()) {
      // What is folded is of the service of the call above it, so no link is overlooked.
      if (call.parent() >= 0) {
        String caller = trace.calls().get(call.parent()).service();
        if (!caller.equals(call.service())) {
          crossServiceEdges++;
          add(servicePairs, new Pair(caller, call.service()));
        }
      }
    }
    further.trace(trace);
  }

  private static <T> void add(Set<T> distinct, T one) {
    if (distinct.size() < MOST_DISTINCT) {
      distinct.add(one);
    }
  }
}
