package io.distappguard.traffic.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.generated.FuzzedSpans;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Spans in any order, with any parents and times, on their way to windows. */
class TrafficStreamFuzzTest {

  private static final long WINDOW_MILLIS = 5_000;
  private static final long WATERMARK_MILLIS = 30_000;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final ChainClusters CLUSTERS = clusters();

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
    // However far ahead times are, there are no more windows to wait for than an hour has.
    if (lastStart != Long.MIN_VALUE) {
      assertThat(lastStart).isLessThanOrEqualTo(clock + HOUR_MILLIS);
    }
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
            reading, WATERMARK_MILLIS * 1_000_000, TraceAssembler.DEFAULT_MOST_OPEN_SPANS);
    spans.forEach(assembler::call);
    assembler.finish();
    return chains[0];
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
