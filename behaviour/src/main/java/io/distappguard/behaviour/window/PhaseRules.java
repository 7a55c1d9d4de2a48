package io.distappguard.behaviour.window;

/**
 * When a container's start-up ends: not before {@code minimumMillis}, and not before it has done
 * nothing new for {@code quietMillis}, but at {@code maximumMillis} in any case, so that nobody can
 * hide in an endless start-up.
 *
 * @param minimumMillis shortest start-up
 * @param quietMillis time without a new edge
 * @param maximumMillis longest start-up
 * @param settleMillis how long after a start-up or a stop its peers may still reconnect
 * @param deploymentMillis longest time until all roles run, counted from the beginning of the
 *     stream
 */
public record PhaseRules(
    long minimumMillis,
    long quietMillis,
    long maximumMillis,
    long settleMillis,
    long deploymentMillis) {

  public static final PhaseRules STANDARD = new PhaseRules(20_000, 5_000, 60_000, 10_000, 180_000);

  public PhaseRules {
    if (minimumMillis < 0
        || quietMillis < 0
        || maximumMillis < minimumMillis
        || settleMillis < 0
        || deploymentMillis < 0) {
      throw new IllegalArgumentException(
          "phase rules: minimum "
              + minimumMillis
              + " ms, quiet "
              + quietMillis
              + " ms, maximum "
              + maximumMillis
              + " ms, settle "
              + settleMillis
              + " ms, deployment "
              + deploymentMillis
              + " ms (expected: >= 0, maximum >= minimum)");
    }
  }
}
