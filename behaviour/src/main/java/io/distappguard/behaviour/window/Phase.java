package io.distappguard.behaviour.window;

/** What a container was doing when it took part in an exchange. */
public enum Phase {
  /** Neither of the others. */
  STEADY,
  /** Its processes began a moment ago; see {@link PhaseRules}. */
  STARTING,
  /** Its last process ended within the window. */
  STOPPING
}
