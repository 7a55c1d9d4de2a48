package io.distappguard.traffic.series;

/**
 * Chains of a stream that are in none of its windows.
 *
 * @param early they begin before the first window: the application was being deployed
 * @param late their spans came only after their window had gone out
 */
public record LeftOutChains(long early, long late) {

  /** However they came to be left out. */
  public long sum() {
    return early + late;
  }
}
