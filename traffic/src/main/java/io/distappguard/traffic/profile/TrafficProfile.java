package io.distappguard.traffic.profile;

import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.score.CountTail;
import io.distappguard.traffic.score.TrafficScoring;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.DeployEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was learned of an application's traffic. Immutable; shared freely by threads.
 *
 * @param configuration how it was learned
 * @param dayMillis length of the day it lives by, 0 where nobody said
 * @param cycles of that day and its week that training held whole
 * @param chains which chain is of which cluster
 * @param clusters by number
 * @param rare usual number of rare chains a window
 * @param novel usual number of novel chains a window
 * @param activity how steadily the application is called
 */
public record TrafficProfile(
    TrafficConfiguration configuration,
    long dayMillis,
    CalendarCycles cycles,
    ChainClusters chains,
    List<LearnedCluster> clusters,
    CountTail rare,
    CountTail novel,
    CallActivity activity,
    TrafficThreshold alarm,
    TrafficProvenance provenance) {

  public TrafficProfile {
    clusters = List.copyOf(clusters);
  }

  /**
   * Scores windows of one stream.
   *
   * @param calendar the day the application lives by, null where nobody says
   * @param deploys what was declared
   */
  public TrafficScoring scoring(@Nullable Calendar calendar, DeployEvents deploys) {
    return new TrafficScoring(
        clusters.stream().map(LearnedCluster::model).toList(),
        rare,
        novel,
        threshold(),
        configuration.windowMillis(),
        configuration.deployWidening(),
        calendar,
        cycles,
        deploys);
  }

  /** Windows that score more are anomalies. */
  public double threshold() {
    return alarm.value();
  }
}
