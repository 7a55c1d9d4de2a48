package io.distappguard.traffic.series;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceCounts;
import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.cluster.ChainAssignment;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.cluster.ClusterGraph;

/**
 * The whole way from calls to windows: calls are put together to traces, traces read as chains,
 * chains sorted into clusters and counted. A window goes out once the latest start of a call is
 * {@link #delayMillis} past its end. Not thread-safe.
 */
public final class TrafficStream implements CallSink {

  private static final long NANOS_A_MILLI = 1_000_000;

  /** Further ahead of the clock a chain's time is damaged: its window would stay open for ever. */
  private static final long FAR_AHEAD_MILLIS = 3_600_000;

  /** How long a trace may take besides: its window waits for it. */
  private static final long LONGEST_TRACE_MILLIS = 5_000;

  private final ChainClusters clusters;
  private final ChainAssignment assignment;
  private final OperationTable operations;
  private final ChainReading reading;
  private final TraceAssembler assembler;
  private final WindowCounting counting;
  private final long delayMillis;

  private long latestMillis = Long.MIN_VALUE;
  private long aheadChains;

  /**
   * A stream that has seen nothing.
   *
   * @param watermarkMillis how long a trace is waited for
   * @param firstMillis what begins before is left out, see {@link WindowCounting}
   */
  public TrafficStream(
      ChainClusters clusters,
      long windowMillis,
      long watermarkMillis,
      long firstMillis,
      TrafficWindowSink sink) {
    this.clusters = clusters;
    assignment = clusters.assignment();
    operations = assignment.operations();
    delayMillis = delayMillis(watermarkMillis);
    counting =
        new WindowCounting(
            clusters.clusters().stream()
                .mapToInt(cluster -> cluster.graph().nodes().size())
                .toArray(),
            windowMillis,
            firstMillis,
            sink);
    reading = new ChainReading(operations, clusters.entries(), this::chain);
    assembler =
        new TraceAssembler(
            reading, watermarkMillis * NANOS_A_MILLI, TraceAssembler.DEFAULT_MOST_OPEN_SPANS);
  }

  /** How long after its end a window is judged, in milliseconds. */
  public static long delayMillis(long watermarkMillis) {
    return watermarkMillis + LONGEST_TRACE_MILLIS;
  }

  @Override
  public void call(Call call) {
    assembler.call(call);
    // The assembler's clock and not the call's own time: one damaged time must not close all
    // windows.
    long millis = assembler.clockNanos() / NANOS_A_MILLI;
    if (millis != latestMillis) { // earlier only where it had been set by a damaged time
      latestMillis = millis;
      counting.passed(millis - delayMillis);
    }
  }

  /** The stream has ended: windows that ended by this moment go out. */
  public void finish(long endMillis) {
    assembler.finish();
    counting.passed(endMillis);
  }

  /** Latest start of a call, {@link Long#MIN_VALUE} before the first. */
  public long latestMillis() {
    return latestMillis;
  }

  /** What became of the spans. */
  public TraceCounts traces() {
    return assembler.counts();
  }

  /** Chains that are in no window. */
  public LeftOutChains leftOut() {
    return new LeftOutChains(counting.earlyChains(), counting.lateChains(), aheadChains);
  }

  private void chain(Chain chain, Trace trace, int from, int to) {
    long startMillis = trace.calls().get(from).startNanos() / NANOS_A_MILLI;
    if (startMillis > assembler.clockNanos() / NANOS_A_MILLI + FAR_AHEAD_MILLIS) {
      aheadChains++;
      return;
    }
    TrafficWindow window = counting.windowOf(startMillis);
    if (window == null) {
      return;
    }
    int cluster = assignment.assign(chain);
    if (cluster == ChainClusters.NOVEL) {
      window.novel().chain(chain.words(operations, 8), trace.traceId());
    } else if (cluster == ChainClusters.RARE) {
      window.rare().chain(trace.traceId());
    } else {
      count(
          window.clusters().get(cluster),
          clusters.clusters().get(cluster).graph(),
          trace,
          from,
          to);
    }
  }

  private void count(ClusterWindow window, ClusterGraph graph, Trace trace, int from, int to) {
    window.chain(trace.traceId());
    for (int index = from; index < to; index++) {
      TraceCall call = trace.calls().get(index);
      int node = graph.node(reading.operation(index));
      if (node >= 0) {
        window.call(node, call.durationNanos(), call.failed());
      }
    }
  }
}
