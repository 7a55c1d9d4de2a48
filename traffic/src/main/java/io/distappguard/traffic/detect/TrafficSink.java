package io.distappguard.traffic.detect;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.traffic.drift.Drift;
import io.distappguard.traffic.score.TrafficScore;

/** Takes what a traffic detector says, in the order of time. Not thread-safe. */
public interface TrafficSink {

  /** A window was scored, or remembered only ({@link TrafficScore#isScored}). */
  default void scored(TrafficScore score) {}

  /** A stretch that was not judged, once it is over. */
  default void notJudged(Stretch stretch) {}

  /** A window whose score passes the threshold. */
  void anomaly(Anomaly anomaly);

  /** Too many chains came too late to be judged; no anomaly. */
  default void late(LateChains late) {}

  /** Traffic has changed for good, as it seems. */
  default void drift(Drift drift) {}
}
