package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.comparator.ChainFrequencies;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.RecordedTraffic;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each chain began in each of our windows: what a detector that counts chains sees. */
final class WindowFrequencies {

  private static final long NANOS_A_MILLI = 1_000_000;

  private final OperationTable operations = new OperationTable();
  private final Entries entries;
  private final TrafficConfiguration configuration;
  private final List<Map<Chain, Integer>> training;
  private final ChainFrequencies<Chain> frequencies;

  /** Learns from training which chains there are. */
  WindowFrequencies(LearningWindows windows, TrafficConfiguration configuration)
      throws IOException {
    this.configuration = configuration;
    entries = windows.chains().entries();
    training = counts(windows.training());
    frequencies = ChainFrequencies.of(training);
  }

  /** Vectors of the training windows. */
  float[][] known() {
    return vectors(training);
  }

  /** Vectors of all windows of some recordings, in their order. */
  float[][] of(List<RecordedTraffic> recordings) throws IOException {
    return vectors(counts(recordings));
  }

  private float[][] vectors(List<Map<Chain, Integer>> windows) {
    return windows.stream().map(frequencies::vector).toArray(float[][]::new);
  }

  private List<Map<Chain, Integer>> counts(List<RecordedTraffic> recordings) throws IOException {
    List<Map<Chain, Integer>> counts = new ArrayList<>();
    for (RecordedTraffic recorded : recordings) {
      counts.addAll(counts(recorded));
    }
    return counts;
  }

  private List<Map<Chain, Integer>> counts(RecordedTraffic recorded) throws IOException {
    long length = configuration.windowMillis();
    List<Map<Chain, Integer>> counts = new ArrayList<>();
    Map<Long, Map<Chain, Integer>> byNumber = new HashMap<>();
    for (TrafficWindow window : recorded.windows()) {
      Map<Chain, Integer> own = new HashMap<>();
      counts.add(own);
      byNumber.put(Math.floorDiv(window.startMillis(), length), own);
    }
    TraceAssembler assembler =
        new TraceAssembler(
            new ChainReading(
                operations,
                entries,
                (chain, trace, from, to) -> {
                  long millis = trace.calls().get(from).startNanos() / NANOS_A_MILLI;
                  Map<Chain, Integer> own = byNumber.get(Math.floorDiv(millis, length));
                  if (own != null) {
                    own.merge(chain, 1, Integer::sum);
                  }
                }),
            configuration.watermarkMillis() * NANOS_A_MILLI,
            TraceAssembler.DEFAULT_MOST_OPEN_SPANS);
    recorded.recording().replay(assembler);
    assembler.finish();
    return counts;
  }
}
