package io.distappguard.traffic.series;

import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Deploys that were declared. They widen what counts as usual for a while, and never mute.
 *
 * @param deploys in the order of time
 */
public record DeployEvents(List<Deploy> deploys) {

  /** None declared. */
  public static final DeployEvents NONE = new DeployEvents(List.of());

  /** Kind of the events of a recording that declare a deploy. */
  private static final String KIND = "deploy";

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

  /** The deploys among what a recording says was done to the application. */
  public static DeployEvents of(List<RecordingHeader.Event> events) {
    return new DeployEvents(
        events.stream()
            .filter(event -> event.kind().equals(KIND))
            .map(event -> new Deploy(roleOf(event), event.startMillis(), event.endMillis()))
            .sorted(Comparator.comparingLong(Deploy::startMillis))
            .toList());
  }

  private static String roleOf(RecordingHeader.Event event) {
    Map<String, Object> parameters = event.parameters();
    Object role = parameters == null ? null : parameters.get("role");
    return role == null ? event.name() : role.toString();
  }

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
