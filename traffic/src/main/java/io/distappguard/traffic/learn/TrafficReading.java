package io.distappguard.traffic.learn;

import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.TrafficStream;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads recordings as windows, the way detection does. */
final class TrafficReading {

  private final ChainClusters chains;
  private final TrafficConfiguration configuration;

  TrafficReading(ChainClusters chains, TrafficConfiguration configuration) {
    this.chains = chains;
    this.configuration = configuration;
  }

  RecordedTraffic windows(TrafficRecording recording) throws IOException {
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
    return new RecordedTraffic(recording, windows, stream.traces().traces());
  }
}
