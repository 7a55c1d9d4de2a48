package io.distappguard.traffic.learn;

import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.SeriesScaling;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.ArrayList;
import java.util.List;

/** Makes the series of one cluster from the windows of several recordings. */
public final class SeriesBuilding {

  private SeriesBuilding() {}

  /** All windows of one cluster, of all recordings. */
  static List<ClusterWindow> windows(List<RecordedTraffic> recordings, int cluster) {
    List<ClusterWindow> windows = new ArrayList<>();
    for (RecordedTraffic recording : recordings) {
      recording.windows().forEach(window -> windows.add(window.clusters().get(cluster)));
    }
    return windows;
  }

  /** The series of one cluster; each recording is a stretch of its own, or several. */
  static GraphSeries series(List<RecordedTraffic> recordings, int cluster, SeriesScaling scaling) {
    int steps = recordings.stream().mapToInt(recording -> recording.windows().size()).sum();
    long[] starts = new long[steps];
    float[][] values = new float[steps][];
    float[][] external = new float[steps][];
    int[] stretches = new int[steps];
    int step = 0;
    int stretch = -1;
    for (RecordedTraffic recorded : recordings) {
      int last = -1;
      for (TrafficWindow window : recorded.windows()) {
        if (window.stretch() != last) {
          last = window.stretch();
          stretch++;
        }
        starts[step] = window.startMillis();
        values[step] = scaling.scaled(window.clusters().get(cluster));
        external[step] =
            ExternalFeatures.of(
                window.startMillis(),
                window.endMillis(),
                recorded.recording().calendar(),
                recorded.recording().deploys());
        stretches[step] = stretch;
        step++;
      }
    }
    return new GraphSeries(
        scaling.nodes(),
        SeriesScaling.FEATURES,
        ExternalFeatures.COUNT,
        starts,
        values,
        external,
        stretches);
  }
}
