package io.distappguard.behaviour.detect;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Stretch;

/** Takes what a detector finds, in order of time. */
public interface DetectionSink {

  /** Every window, scored. */
  void scored(WindowScore score);

  /** A stretch that was not judged, once it is over. */
  void notJudged(Stretch stretch);

  /** A window above the threshold; comes after its {@link #scored}. */
  void anomaly(Anomaly anomaly);
}
