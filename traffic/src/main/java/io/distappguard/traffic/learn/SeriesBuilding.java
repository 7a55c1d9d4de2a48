package io.distappguard.traffic.learn;

import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.SeriesScaling;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;
import java.util.function.Function;

/**
 * Makes the series of a cluster, or of any other part of windows, from those of several recordings.
 */
public final class SeriesBuilding {

  private SeriesBuilding() {}

  /** One part of all windows of all recordings, such as one cluster's. */
  public static List<ClusterWindow> windows(
      List<RecordedTraffic> recordings, Function<TrafficWindow, ClusterWindow> part) {
    return recordings.stream()
        .flatMap(recording -> recording.windows().stream())
        .map(part)
        .toList();
  }

  /** The series of one part; each recording is a stretch of its own, or several. */
  public static GraphSeries series(
      List<RecordedTraffic> recordings,
      Function<TrafficWindow, ClusterWindow> part,
      SeriesScaling scaling,
      CalendarCycles cycles) {
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
        values[step] = scaling.scaled(part.apply(window));
        external[step] =
            ExternalFeatures.of(
                window.startMillis(),
                window.endMillis(),
                recorded.recording().calendar(),
                cycles,
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
