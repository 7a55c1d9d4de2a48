package io.distappguard.behaviour.profile;

/**
 * How steadily a role acts.
 *
 * @param share share of the training windows in which any of its containers did anything
 * @param longestSilence most windows in a row of all benign recordings in which none did
 */
public record RoleActivity(double share, int longestSilence) {

  /** A role that acts in fewer windows may be silent at any time. */
  private static final double REGULAR = 0.95;

  public RoleActivity {
    if (!(share >= 0 && share <= 1) || longestSilence < 0) {
      throw new IllegalArgumentException(
          "activity: share "
              + share
              + ", longest silence "
              + longestSilence
              + " (expected: 0 to 1, and >= 0)");
    }
  }

  /** Whether its silence means something. */
  public boolean actsRegularly() {
    return share >= REGULAR;
  }
}
