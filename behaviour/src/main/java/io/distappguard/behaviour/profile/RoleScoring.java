package io.distappguard.behaviour.profile;

/** What of a role's reconstruction errors makes its score; see RATIONALE.md. */
public enum RoleScoring {
  /** The mean squared error of its block alone, for comparison. */
  BLOCK,
  /**
   * The larger of that and the mean of its few largest errors, each in units of its usual error.
   */
  BLOCK_AND_PEAK
}
