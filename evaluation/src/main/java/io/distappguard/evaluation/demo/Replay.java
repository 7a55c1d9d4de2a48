package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.detect.BehaviourDetector;
import io.distappguard.behaviour.detect.DetectionSink;
import io.distappguard.behaviour.detect.WindowScore;
import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.demo.DemoResult.ScoredWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the detector over a recording, as {@code detect} does, and keeps what it said. */
final class Replay implements DetectionSink {

  private final BehaviourProfile profile;
  private final List<ScoredWindow> windows = new ArrayList<>();
  private final List<Anomaly> anomalies = new ArrayList<>();

  private Replay(BehaviourProfile profile) {
    this.profile = profile;
  }

  static RunResult of(BehaviourProfile profile, ApplicationRecording recording) throws IOException {
    Replay replay = new Replay(profile);
    BehaviourDetector detector = new BehaviourDetector(profile, recording.networks(), replay);
    recording.replay(detector);
    detector.finish();
    // What comes after the recorded end is the recorder taking the application down.
    long end = recording.header().endMillis();
    return RunResult.of(
        recording.name(),
        recording.header(),
        replay.windows.stream().filter(window -> window.endMillis() <= end).toList(),
        replay.anomalies.stream().filter(anomaly -> anomaly.endMillis() <= end).toList());
  }

  @Override
  public void scored(WindowScore score) {
    windows.add(
        new ScoredWindow(
            score.startMillis(),
            score.endMillis(),
            score.score() / profile.threshold(),
            score.score() > profile.threshold(),
            score.state() == WindowScore.State.SCORED && score.coverage() >= 1));
  }

  @Override
  public void notJudged(Stretch stretch) {}

  @Override
  public void anomaly(Anomaly anomaly) {
    anomalies.add(anomaly);
  }
}
