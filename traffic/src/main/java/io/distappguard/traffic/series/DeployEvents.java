package io.distappguard.traffic.series;

import java.util.List;

/**
 * Deploys that were declared. They widen what counts as usual for a while, and never mute.
 *
 * @param deploys in the order of time
 */
public record DeployEvents(List<Deploy> deploys) {

  /** None declared. */
  public static final DeployEvents NONE = new DeployEvents(List.of());

  /** How long after its end a deploy is felt: caches are cold, code is not yet compiled. */
  public static final long AFTERMATH_MILLIS = 60_000;

  public DeployEvents {
    deploys = List.copyOf(deploys);
  }

  /**
   * A deploy.
   *
   * @param role what was deployed
   * @param startMillis first replica taken down
   * @param endMillis last replica up again
   */
  public record Deploy(String role, long startMillis, long endMillis) {}

  /** Whether a deploy is under way, or was until just now. */
  public boolean near(long startMillis, long endMillis) {
    for (Deploy deploy : deploys) {
      if (startMillis < deploy.endMillis() + AFTERMATH_MILLIS && endMillis > deploy.startMillis()) {
        return true;
      }
    }
    return false;
  }
}
