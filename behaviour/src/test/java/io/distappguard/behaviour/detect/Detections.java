package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Stretch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a detector said of a recording. */
final class Detections implements DetectionSink {

  final List<WindowScore> scores = new ArrayList<>();
  final List<Stretch> notJudged = new ArrayList<>();
  final List<Anomaly> anomalies = new ArrayList<>();

  static Detections of(BehaviourProfile profile, BehaviourRecording recording) {
    Detections detections = new Detections();
    BehaviourDetector detector = new BehaviourDetector(profile, recording.networks(), detections);
    try {
      recording.replay(detector);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    detector.finish();
    return detections;
  }

  @Override
  public void scored(WindowScore score) {
    scores.add(score);
  }

  @Override
  public void notJudged(Stretch stretch) {
    notJudged.add(stretch);
  }

  @Override
  public void anomaly(Anomaly anomaly) {
    anomalies.add(anomaly);
  }

  void print() {
    for (Anomaly anomaly : anomalies) {
      System.out.println(
          (anomaly.startMillis() - GeneratedApplication.millis(0)) / 1000
              + " "
              + anomaly.score()
              + " "
              + anomaly.roleScores());
      anomaly.evidence().forEach(e -> System.out.println("   " + e.weight() + " " + e.sentence()));
    }
  }

  List<Anomaly> between(int from, int until) {
    return anomalies.stream()
        .filter(anomaly ->
            anomaly.endMillis() > GeneratedApplication.millis(from)
                && anomaly.startMillis() < GeneratedApplication.millis(until))
        .toList();
  }
}
