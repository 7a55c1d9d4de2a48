package io.distappguard.traffic.learn;

import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.TrafficStream;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads recordings as windows, the way detection does. */
public final class TrafficReading {

  private final ChainClusters chains;
  private final TrafficConfiguration configuration;

  /**
   * Reads windows of these chains.
   *
   * @param configuration says how long a window is and how long a trace is waited for
   */
  public TrafficReading(ChainClusters chains, TrafficConfiguration configuration) {
    this.chains = chains;
    this.configuration = configuration;
  }

  /**
   * All windows of a recording.
   *
   * @throws IOException if it cannot be read
   */
  public RecordedTraffic windows(TrafficRecording recording) throws IOException {
    List<TrafficWindow> windows = new ArrayList<>();
    long end = recording.endMillis();
    TrafficStream stream =
        new TrafficStream(
            chains,
            configuration.windowMillis(),
            configuration.watermarkMillis(),
            recording.firstMillis(),
            window -> {
              if (window.endMillis() <= end) {
                windows.add(window);
              }
            });
    recording.replay(stream);
    stream.finish(end);
    return new RecordedTraffic(recording, windows, stream.traces().traces(), stream.leftOut());
  }
}
