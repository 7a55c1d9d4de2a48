package io.distappguard.traffic.learn;

import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;

/** The windows of one recording. */
record RecordedTraffic(TrafficRecording recording, List<TrafficWindow> windows, long traces) {

  RecordedTraffic {
    windows = List.copyOf(windows);
  }
}
