package io.distappguard.evaluation.comparator;

/**
 * Where in the day a step lies, read from the external features that every forecaster gets: a
 * forecast input carries no clock. The day is the application's: a compressed one on the range.
 *
 * @param sine index of the external feature sin(2π · share of the day passed), -1 if there is none
 * @param cosine index of its cosine
 * @param slots equal parts of the day told apart, at least 1
 */
public record DayPhase(int sine, int cosine, int slots) {

  /** For series without a time of day: all steps lie in the one slot. */
  public static final DayPhase NONE = new DayPhase(-1, -1, 1);

  public DayPhase {
    if (slots < 1) {
      throw new IllegalArgumentException("slots: " + slots + " (expected: >= 1)");
    }
    if (sine < 0 && slots > 1) {
      throw new IllegalArgumentException(
          "slots: " + slots + " without a time of day (expected: 1)");
    }
  }

  /**
   * The slot, from 0, of a step with these external features.
   *
   * @param external {@code [externals]}
   */
  public int slotOf(float[] external) {
    if (slots == 1) {
      return 0;
    }
    double share = Math.atan2(external[sine], external[cosine]) / (2 * Math.PI);
    // A step that begins a slot must not fall into the one before it by the sine's rounding.
    double passed = (share < 0 ? share + 1 : share) * slots + 1e-4;
    return (int) passed % slots;
  }
}
