package io.distappguard.traffic.drift;

import java.time.Instant;

/**
 * Traffic of one cluster has changed and stays so, without having been an anomaly. The profile goes
 * on as it is: learning again is for people to decide.
 *
 * @param cluster the cluster in words
 * @param sinceMillis beginning of the windows compared, in milliseconds since the epoch
 * @param untilMillis their end
 * @param distance Kolmogorov-Smirnov distance of the residuals from those while learning, 0 to 1
 * @param probability of such a distance if nothing had changed, at most
 * @param shift mean of the residuals, in usual deviations
 */
public record Drift(
    String cluster,
    long sinceMillis,
    long untilMillis,
    double distance,
    double probability,
    double shift) {

  /** In words, with what to do. */
  public String sentence() {
    return "%s has been %s than it was while learning since %s, without an alarm (distance %.2f,"
            .formatted(
                cluster,
                shift >= 0 ? "busier" : "quieter",
                Instant.ofEpochMilli(sinceMillis),
                distance)
        + " probability by chance %.1g): if this is the new normal, record some hours of it and"
            .formatted(probability)
        + " learn again; the profile stays as it is until then";
  }
}
