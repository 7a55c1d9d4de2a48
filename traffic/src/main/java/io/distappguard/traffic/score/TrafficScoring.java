package io.distappguard.traffic.score;

import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.DeployEvents;
import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores windows one after another: forecasts each cluster, compares, and takes the most unlikely
 * of all that was seen. Not thread-safe; plain Java.
 */
public final class TrafficScoring {

  private final List<ClusterScoring> clusters = new ArrayList<>();
  private final CountTail rare;
  private final CountTail novel;
  private final @Nullable Calendar calendar;
  private final CalendarCycles cycles;
  private final DeployEvents deploys;
  private final double deployWidening;
  private int stretch = -1;

  /**
   * Begins before the first window.
   *
   * @param threshold above which a cluster counts as alarmed: infinite while learning
   * @param windowMillis length of a window
   * @param cycles of the calendar that were learned
   * @param deployWidening factor on usual deviations while a declared deploy is near, at least 1
   */
  public TrafficScoring(
      List<ClusterModel> models,
      CountTail rare,
      CountTail novel,
      double threshold,
      long windowMillis,
      double deployWidening,
      @Nullable Calendar calendar,
      CalendarCycles cycles,
      DeployEvents deploys) {
    int cycleSteps = calendar == null ? 1 : (int) Math.max(1, calendar.dayMillis() / windowMillis);
    for (ClusterModel model : models) {
      clusters.add(new ClusterScoring(clusters.size(), model, cycleSteps, threshold));
    }
    this.rare = rare;
    this.novel = novel;
    this.deployWidening = deployWidening;
    this.calendar = calendar;
    this.cycles = cycles;
    this.deploys = deploys;
  }

  /** Scores the next window. */
  public TrafficScore score(TrafficWindow window) {
    if (window.stretch() != stretch) {
      stretch = window.stretch();
      clusters.forEach(ClusterScoring::restart);
    }
    double widening = deploys.near(window.startMillis(), window.endMillis()) ? deployWidening : 1;
    float[] external =
        ExternalFeatures.of(window.startMillis(), window.endMillis(), calendar, cycles, deploys);
    List<ClusterScore> scores = new ArrayList<>(clusters.size());
    double largest = 0;
    for (int cluster = 0; cluster < clusters.size(); cluster++) {
      ClusterScore score =
          clusters.get(cluster).score(window.clusters().get(cluster), external, widening);
      if (score != null) {
        scores.add(score);
        largest = Math.max(largest, score.strength());
      }
    }
    double rareStrength = rare.of(window.rare().chains()) / widening;
    double novelStrength = novel.of(window.novel().chains()) / widening;
    return new TrafficScore(
        window,
        scores.isEmpty() ? 0 : Math.max(largest, Math.max(rareStrength, novelStrength)),
        scores,
        rareStrength,
        novelStrength,
        widening);
  }
}
