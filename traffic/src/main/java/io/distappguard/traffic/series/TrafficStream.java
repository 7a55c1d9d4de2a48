package io.distappguard.traffic.series;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.trace.SourceClocks;
import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceCounts;
import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.cluster.ChainAssignment;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.cluster.ClusterGraph;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole way from calls to windows: calls are put together to traces, traces read as chains,
 * chains sorted into clusters and counted. A window goes out once the application's time is {@link
 * #delayMillis} past its end, and further by as much as calls came late in the last half minute.
 *
 * <p>A chain is counted where it began by its own source's clock, as far as that is believed, see
 * {@link SourceClocks}; else where it came. One that was held open until its window had gone out
 * counts in the oldest window that is open: a caller that keeps its trace open hides nothing. So
 * only chains are left out of which the spans themselves came late. Not thread-safe.
 */
public final class TrafficStream implements CallSink {

  private static final long NANOS_A_MILLI = 1_000_000;

  /** How long a trace may take besides: its window waits for it. */
  private static final long LONGEST_TRACE_MILLIS = 5_000;

  private final ChainClusters clusters;
  private final ChainAssignment assignment;
  private final OperationTable operations;
  private final ChainReading reading;
  private final TraceAssembler assembler;
  private final WindowCounting counting;
  private final TrafficWindowSink sink;
  private final long delayMillis;

  private long latestMillis = Long.MIN_VALUE;

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
    this.sink = sink;
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
            reading,
            watermarkMillis * NANOS_A_MILLI,
            TraceAssembler.DEFAULT_MOST_OPEN_SPANS,
            new SourceClocks(services(clusters)));
  }

  /** How long after its end a window is judged, in milliseconds. */
  public static long delayMillis(long watermarkMillis) {
    return watermarkMillis + LONGEST_TRACE_MILLIS;
  }

  @Override
  public void call(Call call) {
    assembler.call(call);
    // The agreed time and not the call's own: one damaged time must not close all windows.
    long millis = assembler.clocks().nowNanos() / NANOS_A_MILLI;
    if (millis != latestMillis) {
      latestMillis = millis;
      counting.passed(millis - delayMillis - assembler.clocks().lagNanos() / NANOS_A_MILLI);
    }
  }

  /**
   * The source was heard until this time, and nothing was called since its last call: moves the
   * windows on. Traces that it left open are complete then, as those that nothing came to for as
   * long.
   *
   * @param millis since the epoch, by the source's clock
   */
  public void heardUntil(long millis) {
    if (latestMillis == Long.MIN_VALUE || millis - latestMillis <= delayMillis) {
      return;
    }
    assembler.finish();
    counting.passed(millis - delayMillis - assembler.clocks().lagNanos() / NANOS_A_MILLI);
  }

  /** Windows before this moment have gone out; {@link Long#MIN_VALUE} before the first. */
  public long passedUntil() {
    return counting.passedUntil();
  }

  /** The stream has ended: windows that ended by this moment go out. */
  public void finish(long endMillis) {
    assembler.finish();
    counting.passed(endMillis);
  }

  /** The application's time, {@link Long#MIN_VALUE} before the first call. */
  public long latestMillis() {
    return latestMillis;
  }

  /** What became of the spans. */
  public TraceCounts traces() {
    return assembler.counts();
  }

  /** Chains that are in no window. */
  public LeftOutChains leftOut() {
    return new LeftOutChains(counting.earlyChains(), counting.lateChains());
  }

  /** The sources whose clocks are corrected at present. */
  public List<SourceClocks.Correction> corrected() {
    return assembler.clocks().corrected();
  }

  /** Spans of sources beyond the bound, which are never believed. */
  public long refusedSources() {
    return assembler.clocks().refused();
  }

  private static Set<String> services(ChainClusters clusters) {
    return clusters.operations().stream().map(Operation::service).collect(Collectors.toSet());
  }

  private void chain(Chain chain, Trace trace, int from, int to) {
    TrafficWindow window = windowOf(trace.calls(), from);
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

  private @Nullable TrafficWindow windowOf(List<TraceCall> calls, int from) {
    // Times below a root were brought to its clock.
    TraceCall root = calls.get(from);
    while (root.parent() >= 0) {
      root = calls.get(root.parent());
    }
    long start = calls.get(from).startNanos();
    long came = assembler.cameNanos();
    long began =
        assembler
            .clocks()
            .timeOf(
                root.service(),
                root.instance(),
                start,
                start + calls.get(from).durationNanos(),
                came,
                assembler.wasOnTime());
    boolean inTime = came - began <= delayMillis * NANOS_A_MILLI;
    long lateBefore = counting.lateChains();
    TrafficWindow window = counting.windowOf(began / NANOS_A_MILLI, inTime);
    if (counting.lateChains() > lateBefore) {
      sink.late(root.service(), Objects.requireNonNullElse(root.instance(), ""));
    }
    return window;
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
