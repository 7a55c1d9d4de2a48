package io.distappguard.learning.training;

/** What a network learns from: inputs, and what it shall make of each. Rows of equal length. */
public interface Examples {

  /** How many there are. */
  int count();

  /** Numbers of an input. */
  int inputs();

  /** Numbers of a target. */
  int targets();

  /**
   * The input of one example, {@code [inputs]}. The caller does not change it, and is done with it
   * before it asks for the next: the same memory may serve all.
   */
  float[] input(int example);

  /** What the network shall make of that input, {@code [targets]}; likewise. */
  float[] target(int example);

  /**
   * Windows to be repeated: input and target are the same.
   *
   * @param windows each {@code [features]}
   */
  static Examples repeating(float[][] windows) {
    int features = windows.length == 0 ? 0 : windows[0].length;
    return new Examples() {
      @Override
      public int count() {
        return windows.length;
      }

      @Override
      public int inputs() {
        return features;
      }

      @Override
      public int targets() {
        return features;
      }

      @Override
      public float[] input(int example) {
        return windows[example];
      }

      @Override
      public float[] target(int example) {
        return windows[example];
      }
    };
  }
}
