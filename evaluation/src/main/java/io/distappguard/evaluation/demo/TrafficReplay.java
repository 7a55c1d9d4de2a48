package io.distappguard.evaluation.demo;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.demo.DemoResult.ScoredWindow;
import io.distappguard.evaluation.demo.ForecastTrack.Point;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.detect.Amount;
import io.distappguard.traffic.detect.TrafficDetector;
import io.distappguard.traffic.detect.TrafficSink;
import io.distappguard.traffic.learn.RecordedCalls;
import io.distappguard.traffic.profile.LearnedCluster;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.score.ClusterScore;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.SeriesScaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the traffic detector over a recording, as {@code detect} does, and keeps what it said. */
final class TrafficReplay implements TrafficSink {

  private final TrafficProfile profile;
  private final List<ScoredWindow> windows = new ArrayList<>();
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final List<List<Point>> points = new ArrayList<>();

  private TrafficReplay(TrafficProfile profile) {
    this.profile = profile;
    profile.clusters().forEach(cluster -> points.add(new ArrayList<>()));
  }

  /**
   * What it said of one recording.
   *
   * @param run scores and anomalies
   * @param tracks forecast and observation of each cluster
   */
  record Replayed(RunResult run, List<ForecastTrack> tracks) {}

  static Replayed of(TrafficProfile profile, RecordedCalls recording) throws IOException {
    TrafficReplay replay = new TrafficReplay(profile);
    TrafficDetector detector =
        new TrafficDetector(
            profile, recording.calendar(), recording.deploys(), recording.firstMillis(), replay);
    recording.replay(detector);
    detector.finish(recording.endMillis());
    List<ForecastTrack> tracks = new ArrayList<>();
    for (int cluster = 0; cluster < profile.clusters().size(); cluster++) {
      tracks.add(replay.track(cluster));
    }
    return new Replayed(
        RunResult.of(recording.name(), recording.header(), replay.windows, replay.anomalies),
        tracks);
  }

  @Override
  public void scored(TrafficScore score) {
    windows.add(
        new ScoredWindow(
            score.window().startMillis(),
            score.window().endMillis(),
            score.score() / profile.threshold(),
            score.score() > profile.threshold(),
            score.isScored()));
    for (ClusterScore cluster : score.clusters()) {
      points.get(cluster.cluster()).add(point(score, cluster));
    }
  }

  @Override
  public void anomaly(Anomaly anomaly) {
    anomalies.add(anomaly);
  }

  private Point point(TrafficScore score, ClusterScore scored) {
    LearnedCluster cluster = profile.clusters().get(scored.cluster());
    ClusterWindow window = score.window().clusters().get(scored.cluster());
    double band = score.widening() * cluster.model().tails().largest().scoreOf(profile.threshold());
    Amount amount =
        Amount.of(0, SeriesScaling.CALLS, window, scored.residual(), cluster.model(), band);
    return new Point(
        score.window().startMillis(),
        amount.observed(),
        amount.forecast(),
        amount.low(),
        amount.high(),
        scored.strength() > profile.threshold());
  }

  private ForecastTrack track(int cluster) {
    LearnedCluster learned = profile.clusters().get(cluster);
    Operation node = learned.operations().getFirst();
    return new ForecastTrack(
        learned.name(), node.service() + " " + node.operation(), points.get(cluster));
  }
}
