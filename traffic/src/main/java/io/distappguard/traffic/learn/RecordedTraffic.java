package io.distappguard.traffic.learn;

import io.distappguard.traffic.series.LeftOutChains;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;

/**
 * The windows of one recording.
 *
 * @param traces how many traces were put together
 * @param leftOut chains of them that are in no window
 */
public record RecordedTraffic(
    TrafficRecording recording, List<TrafficWindow> windows, long traces, LeftOutChains leftOut) {

  public RecordedTraffic {
    windows = List.copyOf(windows);
  }
}
