package io.distappguard.traffic.profile;

/**
 * How steadily an application is called.
 *
 * @param share share of the training windows in which a chain began
 * @param longestSilence most windows in a row of all benign recordings in which none did
 * @param trainingWindows number of those that the share is of
 */
public record CallActivity(double share, int longestSilence, int trainingWindows) {

  /** What a profile says that does not know: nothing is told silent then. */
  public static final CallActivity UNKNOWN = new CallActivity(0, 0, 0);

  /** An application that is called in fewer windows may be silent at any time. */
  private static final double REGULAR = 0.95;

  public CallActivity {
    if (!(share >= 0 && share <= 1) || longestSilence < 0 || trainingWindows < 0) {
      throw new IllegalArgumentException(
          "activity: share %s, longest silence %d, training windows %d (expected: 0 to 1, >= 0, >= 0)"
              .formatted(share, longestSilence, trainingWindows));
    }
  }

  /** Whether its silence means something. */
  public boolean hasRegularCalls() {
    return share >= REGULAR;
  }
}
