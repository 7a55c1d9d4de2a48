package io.distappguard.behaviour.feature;

import java.util.List;

/** Which statistics over the instances of a role are features; see RATIONALE.md. */
public enum Folding {
  /** The sum only. */
  TOTAL(List.of(Statistic.TOTAL)),
  /**
   * The sum, and one-sided what a single instance did above what any single instance ever did and
   * above its like at the time.
   */
  TOTAL_AND_EXCESS(List.of(Statistic.TOTAL)),
  /** The mean and the maximum over the instances of a role, for comparison. */
  MEAN_AND_MAXIMUM(List.of(Statistic.MEAN, Statistic.MAXIMUM));

  private final List<Statistic> statistics;

  Folding(List<Statistic> statistics) {
    this.statistics = statistics;
  }

  public List<Statistic> statistics() {
    return statistics;
  }
}
