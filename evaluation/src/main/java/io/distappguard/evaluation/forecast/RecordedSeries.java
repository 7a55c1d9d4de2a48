package io.distappguard.evaluation.forecast;

import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceSink;
import io.distappguard.traffic.chain.ChainCounts;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.ChainSink;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.EntryLearning;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.chain.OperationTable;
import io.distappguard.traffic.cluster.ChainCluster;
import io.distappguard.traffic.cluster.ChainClustering;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.learn.TrafficRecording;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.SeriesScaling;
import io.distappguard.traffic.series.TrafficStream;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Series of an application from recordings of its calls, the way a profile is learned: chains,
 * clusters and scales from training alone, windows counted as detection counts them. Chains that
 * are rare or novel are in no series.
 *
 * @param clusters one a chain cluster
 * @param global all clusters' calls together, every operation once
 */
public record RecordedSeries(List<ClusterSeries> clusters, ClusterSeries global) {

  private static final long NANOS_A_MILLI = 1_000_000;

  private static final TrafficConfiguration PRODUCT = TrafficConfiguration.standard(0);

  public RecordedSeries {
    clusters = List.copyOf(clusters);
  }

  /**
   * Recordings by use; none is of two, and no later one is used before an earlier one.
   *
   * @param training to learn clusters, scales and forecasters from
   * @param validation to stop training and choose by
   * @param test to measure on
   */
  public record Split(
      List<? extends TrafficRecording> training,
      List<? extends TrafficRecording> validation,
      List<? extends TrafficRecording> test) {

    public Split {
      training = List.copyOf(training);
      validation = List.copyOf(validation);
      test = List.copyOf(test);
    }
  }

  /**
   * Reads them all; training three times, once for what belongs to no chain, once for the chains.
   *
   * @param windowMillis length of a step
   * @throws IOException if a recording cannot be read, or training holds no calls
   */
  public static RecordedSeries read(Split split, long windowMillis) throws IOException {
    ChainClusters chains = clusters(split.training());
    Windows training = Windows.read(chains, split.training(), windowMillis);
    Windows validation = Windows.read(chains, split.validation(), windowMillis);
    Windows test = Windows.read(chains, split.test(), windowMillis);
    List<ClusterSeries> series = new ArrayList<>();
    for (ChainCluster cluster : chains.clusters()) {
      series.add(
          series(
              cluster.name(),
              cluster.graph().nodes(),
              cluster.graph().adjacency(),
              window -> window.clusters().get(cluster.number()),
              training,
              validation,
              test));
    }
    GlobalGraph global = GlobalGraph.of(chains.clusters());
    return new RecordedSeries(
        series,
        series(
            "all operations",
            global.operations(),
            global.adjacency(),
            global::sum,
            training,
            validation,
            test));
  }

  private static ChainClusters clusters(List<? extends TrafficRecording> training)
      throws IOException {
    OperationTable operations = new OperationTable();
    EntryLearning entryLearning = new EntryLearning(operations);
    for (TrafficRecording recording : training) {
      replay(recording, entryLearning);
    }
    Entries entries = entryLearning.learned();
    ChainCounts counts = new ChainCounts();
    for (TrafficRecording recording : training) {
      ChainSink served =
          (chain, trace, from, to) -> {
            if (trace.calls().get(from).startNanos() / NANOS_A_MILLI >= recording.firstMillis()) {
              counts.chain(chain, trace, from, to);
            }
          };
      replay(recording, new ChainReading(operations, entries, served));
    }
    if (counts.size() == 0) {
      throw new IOException("training: no calls (expected: recordings that hold calls)");
    }
    return ChainClustering.learn(operations, entries, counts, PRODUCT.clustering());
  }

  private static void replay(TrafficRecording recording, TraceSink sink) throws IOException {
    TraceAssembler assembler =
        new TraceAssembler(
            sink,
            PRODUCT.watermarkMillis() * NANOS_A_MILLI,
            TraceAssembler.DEFAULT_MOST_OPEN_SPANS);
    recording.replay(assembler);
    assembler.finish();
  }

  private static ClusterSeries series(
      String name,
      List<Operation> operations,
      float[][] adjacency,
      Function<TrafficWindow, ClusterWindow> part,
      Windows training,
      Windows validation,
      Windows test) {
    SeriesScaling scaling = SeriesScaling.fit(training.of(part), operations.size());
    return new ClusterSeries(
        name,
        operations.stream().map(one -> one.service() + " " + one.operation()).toList(),
        training.series(part, scaling),
        validation.series(part, scaling),
        test.series(part, scaling),
        adjacency,
        new ScaledCounts(scaling));
  }

  private record ScaledCounts(SeriesScaling scaling) implements CountScale {

    @Override
    public int feature() {
      return SeriesScaling.CALLS;
    }

    @Override
    public double anscombe(int node, double scaled) {
      return scaling.unscaled(scaled, node, SeriesScaling.CALLS);
    }
  }

  /** The windows of several recordings, each with its calendar. */
  private record Windows(List<TrafficRecording> recordings, List<List<TrafficWindow>> windows) {

    static Windows read(
        ChainClusters chains, List<? extends TrafficRecording> recordings, long windowMillis)
        throws IOException {
      List<List<TrafficWindow>> all = new ArrayList<>();
      for (TrafficRecording recording : recordings) {
        List<TrafficWindow> windows = new ArrayList<>();
        TrafficStream stream =
            new TrafficStream(
                chains,
                windowMillis,
                PRODUCT.watermarkMillis(),
                recording.firstMillis(),
                window -> {
                  if (window.endMillis() <= recording.endMillis()) {
                    windows.add(window);
                  }
                });
        recording.replay(stream);
        stream.finish(recording.endMillis());
        all.add(windows);
      }
      return new Windows(List.copyOf(recordings), all);
    }

    List<ClusterWindow> of(Function<TrafficWindow, ClusterWindow> part) {
      return windows.stream().flatMap(List::stream).map(part).toList();
    }

    /** One series; each recording is a stretch of its own, or several. */
    GraphSeries series(Function<TrafficWindow, ClusterWindow> part, SeriesScaling scaling) {
      int steps = windows.stream().mapToInt(List::size).sum();
      long[] starts = new long[steps];
      float[][] values = new float[steps][];
      float[][] external = new float[steps][];
      int[] stretches = new int[steps];
      int step = 0;
      int stretch = -1;
      for (int index = 0; index < recordings.size(); index++) {
        TrafficRecording recording = recordings.get(index);
        int last = -1;
        for (TrafficWindow window : windows.get(index)) {
          stretch += window.stretch() == last ? 0 : 1;
          last = window.stretch();
          starts[step] = window.startMillis();
          values[step] = scaling.scaled(part.apply(window));
          external[step] =
              ExternalFeatures.of(
                  window.startMillis(),
                  window.endMillis(),
                  recording.calendar(),
                  recording.deploys());
          stretches[step++] = stretch;
        }
      }
      return new GraphSeries(
          scaling.nodes(),
          SeriesScaling.FEATURES,
          ExternalFeatures.COUNT,
          starts,
          values,
          external,
          stretches);
    }
  }
}
