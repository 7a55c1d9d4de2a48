package io.distappguard.traffic.series;

/**
 * Chains of a stream that are in none of its windows.
 *
 * @param early they begin before the first window: the application was being deployed
 * @param late they were complete only after their window had gone out
 * @param ahead they begin more than an hour ahead of all that can be believed
 */
public record LeftOutChains(long early, long late, long ahead) {

  /** However they came to be left out. */
  public long sum() {
    return early + late + ahead;
  }
}
