package io.distappguard.behaviour.window;

import java.util.Set;

/**
 * Tells the deployment of an application from its running. A stream begins with a deployment when
 * nothing of the application ran before it; the deployment lasts until a container of every role
 * that is waited for has passed its start-up and peers have had time to connect, but no longer than
 * {@link PhaseRules#deploymentMillis} from the beginning of the stream. Not thread-safe.
 */
public final class Deployment {

  private final long longestMillis;
  private final Set<String> roles;
  private long beginMillis = Long.MIN_VALUE;
  private boolean begun;
  private boolean over;

  /**
   * A deployment.
   *
   * @param roles that are waited for: not those that may be idle for long
   */
  public Deployment(PhaseRules rules, Set<String> roles) {
    this.longestMillis = rules.deploymentMillis();
    this.roles = Set.copyOf(roles);
  }

  /** Whether the next window of the stream lies within the deployment. */
  public boolean contains(Window window) {
    if (over) {
      return false;
    }
    if (beginMillis == Long.MIN_VALUE) {
      beginMillis = window.startMillis();
    }
    if (!begun && !window.established().isEmpty()) {
      over = true;
      return false;
    }
    begun = begun || window.roles().values().stream().anyMatch(state -> state.most() > 0);
    over =
        window.endMillis() - beginMillis >= longestMillis
            || (begun && window.established().containsAll(roles) && !window.changing());
    // The window in which the last start-up ended is still one of deployment.
    return true;
  }
}
