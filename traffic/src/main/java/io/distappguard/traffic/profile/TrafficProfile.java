package io.distappguard.traffic.profile;

import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.score.CountTail;
import io.distappguard.traffic.series.CalendarCycles;
import java.util.List;

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
 */
public record TrafficProfile(
    TrafficConfiguration configuration,
    long dayMillis,
    CalendarCycles cycles,
    ChainClusters chains,
    List<LearnedCluster> clusters,
    CountTail rare,
    CountTail novel,
    TrafficThreshold alarm,
    TrafficProvenance provenance) {

  public TrafficProfile {
    clusters = List.copyOf(clusters);
  }

  /** Windows that score more are anomalies. */
  public double threshold() {
    return alarm.value();
  }
}
