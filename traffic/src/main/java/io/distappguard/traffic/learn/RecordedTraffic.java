package io.distappguard.traffic.learn;

import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;

/**
 * The windows of one recording.
 *
 * @param traces how many traces were put together
 */
public record RecordedTraffic(
    TrafficRecording recording, List<TrafficWindow> windows, long traces) {

  public RecordedTraffic {
    windows = List.copyOf(windows);
  }
}
