package io.distappguard.learning.training;

/**
 * How a model is trained. Equal configurations and inputs give equal weights, bit for bit, on one
 * kind of processor.
 *
 * @param seed of the initial weights, the order of windows and the input dropout
 * @param maxEpochs passes over the training windows at most
 * @param batchSize windows a step
 * @param learningRate Adam's step size at the start; it falls along a cosine to a twentieth
 * @param weightDecay share of a weight taken away a step, in units of the learning rate (decoupled,
 *     Loshchilov and Hutter, ICLR 2019)
 * @param inputDropout probability that a feature of the input is set to 0 while training; the
 *     target stays whole
 * @param patience epochs without a better validation loss after which training ends
 */
public record TrainingConfiguration(
    long seed,
    int maxEpochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double inputDropout,
    int patience) {

  private static final int STEPS = 750;
  private static final int BATCH = 64;

  public TrainingConfiguration {
    requireAtLeastOne("maxEpochs", maxEpochs);
    requireAtLeastOne("batchSize", batchSize);
    requireAtLeastOne("patience", patience);
    if (!(learningRate > 0 && learningRate < 1)) {
      throw new IllegalArgumentException(
          "learningRate: " + learningRate + " (expected: > 0 and < 1)");
    }
    if (!(weightDecay >= 0 && weightDecay < 1)) {
      throw new IllegalArgumentException(
          "weightDecay: " + weightDecay + " (expected: >= 0 and < 1)");
    }
    if (!(inputDropout >= 0 && inputDropout < 1)) {
      throw new IllegalArgumentException(
          "inputDropout: " + inputDropout + " (expected: >= 0 and < 1)");
    }
  }

  /** What suits about two thousand windows of a few hundred to a few thousand features. */
  public static TrainingConfiguration withSeed(long seed) {
    return forWindows(seed, 2_000);
  }

  /** The same number of steps, so more epochs where there are fewer training windows. */
  public static TrainingConfiguration forWindows(long seed, int windows) {
    int epochs = Math.clamp(Math.ceilDiv(STEPS * BATCH, Math.max(1, windows)), 10, 200);
    return new TrainingConfiguration(seed, epochs, BATCH, 4e-3, 1e-4, 0.1, 5);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
    }
  }
}
