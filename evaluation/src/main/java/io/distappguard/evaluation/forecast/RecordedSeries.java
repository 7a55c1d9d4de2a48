package io.distappguard.evaluation.forecast;

import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.cluster.ChainCluster;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.SeriesBuilding;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.learn.TrafficRecording;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.SeriesScaling;
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

  private static final TrafficConfiguration PRODUCT = TrafficConfiguration.standard(0);

  public RecordedSeries {
    clusters = List.copyOf(clusters);
  }

  /**
   * Reads recordings.
   *
   * @param split to learn from, to stop training and choose by, and, as validation B, to measure
   *     on; where some to learn from say what day they live by, only such are used, to measure as
   *     well
   * @param windowMillis length of a step
   * @throws IOException if a recording cannot be read
   * @throws io.distappguard.traffic.learn.TooLittleTrafficException if training holds no calls
   */
  public static RecordedSeries read(
      BenignRecordings<? extends TrafficRecording> split, long windowMillis) throws IOException {
    LearningWindows read =
        LearningWindows.read(
            split, PRODUCT.withWindow(windowMillis), TrafficLearningProgress.SILENT);
    LearningWindows windows =
        read.chainsOnly().isEmpty() ? read : measuredOnSuchAsLearnedFrom(read);
    ChainClusters chains = windows.chains();
    CalendarCycles cycles = windows.cycles();
    List<ClusterSeries> series = new ArrayList<>();
    for (ChainCluster cluster : chains.clusters()) {
      series.add(
          series(
              cluster.name(),
              cluster.graph().nodes(),
              cluster.graph().adjacency(),
              window -> window.clusters().get(cluster.number()),
              windows,
              cycles));
    }
    GlobalGraph global = GlobalGraph.of(chains.clusters());
    return new RecordedSeries(
        series,
        series(
            "all operations",
            global.operations(),
            global.adjacency(),
            global::sum,
            windows,
            cycles));
  }

  private static LearningWindows measuredOnSuchAsLearnedFrom(LearningWindows windows) {
    return new LearningWindows(
        windows.chains(),
        windows.training(),
        windows.validationA(),
        windows.validationB().stream()
            .filter(recorded -> recorded.recording().calendar() != null)
            .toList(),
        windows.chainsOnly(),
        windows.unused());
  }

  private static ClusterSeries series(
      String name,
      List<Operation> operations,
      float[][] adjacency,
      Function<TrafficWindow, ClusterWindow> part,
      LearningWindows windows,
      CalendarCycles cycles) {
    SeriesScaling scaling =
        SeriesScaling.fit(SeriesBuilding.windows(windows.training(), part), operations.size());
    return new ClusterSeries(
        name,
        operations.stream().map(one -> one.service() + " " + one.operation()).toList(),
        SeriesBuilding.series(windows.training(), part, scaling, cycles),
        SeriesBuilding.series(windows.validationA(), part, scaling, cycles),
        SeriesBuilding.series(windows.validationB(), part, scaling, cycles),
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
}
