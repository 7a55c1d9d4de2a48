package io.distappguard.traffic.series;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.telemetry.trace.SourceClocks;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.generated.FuzzedSpans;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Spans in any order, with any parents and times, on their way to windows. */
class TrafficStreamFuzzTest {

  private static final long WINDOW_MILLIS = 5_000;
  private static final long WATERMARK_MILLIS = 30_000;
  private static final long AHEAD_MILLIS = 400_000;
  private static final long HONEST_SECONDS = 60;
  private static final ChainClusters CLUSTERS = clusters();
  private static final List<Call> HONEST = honest();

  private long counted;
  private long lastStart;

  @FuzzTest(maxDuration = "30s")
  void everyChainIsInOneWindowOrCounted(byte[] bytes) {
    List<Call> spans = FuzzedSpans.of(ByteBuffer.wrap(bytes), CLUSTERS.operations());
    long chains = chains(spans);

    counted = 0;
    lastStart = Long.MIN_VALUE;
    TrafficStream stream =
        new TrafficStream(CLUSTERS, WINDOW_MILLIS, WATERMARK_MILLIS, Long.MIN_VALUE, this::window);
    long clock = Long.MIN_VALUE;
    for (Call span : spans) {
      stream.call(span);
      clock = Math.max(clock, stream.latestMillis());
    }
    stream.finish(Long.MAX_VALUE / 4);

    assertThat(counted + stream.leftOut().sum()).isEqualTo(chains);
    // However far ahead times are, there are no more windows to wait for than some minutes have.
    if (lastStart != Long.MIN_VALUE) {
      assertThat(lastStart).isLessThanOrEqualTo(clock + AHEAD_MILLIS);
    }
  }

  /** The oracle: what the others are judged by is the same with and without it. */
  @FuzzTest(maxDuration = "30s")
  void oneInstanceThatSaysAnythingLeavesNothingOfTheOthersOut(byte[] bytes) {
    List<Call> strange =
        FuzzedSpans.of(ByteBuffer.wrap(bytes), List.of(new Operation("user", "Strange")));
    List<List<Integer>> alone = windowsOfOthers(List.of());
    assertThat(windowsOfOthers(strange)).isEqualTo(alone);
  }

  /** Chains of each cluster by window, of honest calls with strange ones among them. */
  private static List<List<Integer>> windowsOfOthers(List<Call> strange) {
    List<List<Integer>> windows = new ArrayList<>();
    TrafficStream stream =
        new TrafficStream(
            CLUSTERS,
            WINDOW_MILLIS,
            WATERMARK_MILLIS,
            GeneratedTraffic.BEGIN,
            window -> windows.add(chains(window)));
    int given = 0;
    for (Call call : HONEST) {
      stream.call(call);
      if (given < strange.size()) {
        stream.call(strange.get(given++));
      }
    }
    stream.finish(GeneratedTraffic.BEGIN + HONEST_SECONDS * 1_000);
    assertThat(windows).hasSize((int) (HONEST_SECONDS * 1_000 / WINDOW_MILLIS));
    return windows;
  }

  private static List<Integer> chains(TrafficWindow window) {
    return window.clusters().stream().map(ClusterWindow::chains).toList();
  }

  private void window(TrafficWindow window) {
    long chains = window.rare().chains() + window.novel().chains();
    for (ClusterWindow cluster : window.clusters()) {
      chains += cluster.chains();
    }
    counted += chains;
    assertThat(window.startMillis() % WINDOW_MILLIS).isZero();
    assertThat(window.endMillis()).isEqualTo(window.startMillis() + WINDOW_MILLIS);
    if (chains > 0) {
      assertThat(window.startMillis()).isGreaterThan(lastStart);
      lastStart = window.startMillis();
    }
  }

  /** How many there are, counted apart. */
  private static long chains(List<Call> spans) {
    long[] chains = {0};
    ChainReading reading =
        new ChainReading(
            new OperationTable(CLUSTERS.operations()),
            CLUSTERS.entries(),
            (chain, trace, from, to) -> chains[0]++);
    TraceAssembler assembler =
        new TraceAssembler(
            reading,
            WATERMARK_MILLIS * 1_000_000,
            TraceAssembler.DEFAULT_MOST_OPEN_SPANS,
            new SourceClocks(
                CLUSTERS.operations().stream().map(Operation::service).collect(toSet())));
    spans.forEach(assembler::call);
    assembler.finish();
    return chains[0];
  }

  private static List<Call> honest() {
    List<Call> calls = new ArrayList<>();
    new GeneratedTraffic("honest", 2, HONEST_SECONDS).replay(calls::add);
    return calls;
  }

  private static ChainClusters clusters() {
    try {
      return LearningWindows.read(
              new BenignRecordings<>(
                  List.of(new GeneratedTraffic("training", 1, 60)), List.of(), List.of()),
              TrafficConfiguration.standard(1),
              TrafficLearningProgress.SILENT)
          .chains();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read from disk", e);
    }
  }
}
