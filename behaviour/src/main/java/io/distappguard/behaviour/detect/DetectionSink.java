package io.distappguard.behaviour.detect;

import io.distappguard.detection.anomaly.Anomaly;

/** Takes what a detector finds, in order of time. */
public interface DetectionSink {

  /** Every window, scored. */
  void scored(WindowScore score);

  /** A window above the threshold; comes after its {@link #scored}. */
  void anomaly(Anomaly anomaly);
}
