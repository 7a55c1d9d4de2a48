package io.distappguard.learning.training;

/**
 * How a model is trained. Equal configurations and inputs give equal weights, bit for bit, on one
 * kind of processor.
 *
 * @param seed of the initial weights, the order of windows and the input dropout
 * @param maxEpochs passes over the training windows at most
 * @param batchSize windows a step
 * @param learningRate Adam's step size
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

  /** What suits a few thousand windows of a few hundred to a few thousand features. */
  public static TrainingConfiguration withSeed(long seed) {
    return new TrainingConfiguration(seed, 40, 64, 2e-3, 1e-4, 0.1, 5);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
    }
  }
}
