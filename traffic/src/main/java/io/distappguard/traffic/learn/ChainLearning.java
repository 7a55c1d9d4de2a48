package io.distappguard.traffic.learn;

import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceSink;
import io.distappguard.traffic.chain.ChainCounts;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.ChainSink;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.EntryLearning;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.cluster.ChainClustering;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.util.List;

/**
 * Learns which chains there are, in two passes over the training recordings: the first tells the
 * entries, which belong to no chain, the second counts the chains below them.
 */
final class ChainLearning {

  private static final long NANOS_A_MILLI = 1_000_000;

  private ChainLearning() {}

  static ChainClusters learn(
      List<? extends TrafficRecording> training, TrafficConfiguration configuration)
      throws IOException {
    OperationTable operations = new OperationTable();
    EntryLearning entryLearning = new EntryLearning(operations);
    replay(training, configuration, entryLearning);
    Entries entries = entryLearning.learned();
    ChainCounts counts = new ChainCounts();
    for (TrafficRecording recording : training) {
      // What was called while the application came up is no chain of its life.
      long firstNanos =
          recording.firstMillis() == Long.MIN_VALUE
              ? Long.MIN_VALUE
              : recording.firstMillis() * NANOS_A_MILLI;
      ChainSink served =
          (chain, trace, from, to) -> {
            if (trace.calls().get(from).startNanos() >= firstNanos) {
              counts.chain(chain, trace, from, to);
            }
          };
      replay(List.of(recording), configuration, new ChainReading(operations, entries, served));
    }
    if (counts.size() == 0) {
      throw new TooLittleTrafficException(
          "training: no calls (expected: recordings that hold calls)");
    }
    return ChainClustering.learn(operations, entries, counts, configuration.clustering());
  }

  private static void replay(
      List<? extends TrafficRecording> recordings,
      TrafficConfiguration configuration,
      TraceSink sink)
      throws IOException {
    for (TrafficRecording recording : recordings) {
      TraceAssembler assembler =
          new TraceAssembler(
              sink,
              configuration.watermarkMillis() * NANOS_A_MILLI,
              TraceAssembler.DEFAULT_MOST_OPEN_SPANS);
      recording.replay(assembler);
      assembler.finish();
    }
  }
}
