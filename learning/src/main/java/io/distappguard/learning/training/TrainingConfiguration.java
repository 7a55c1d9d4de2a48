package io.distappguard.learning.training;

/**
 * How a model is trained. Equal configurations and inputs give equal weights, bit for bit, on one
 * kind of processor.
 *
 * @param seed of the initial weights, the order of windows and the input dropout
 * @param steps batches learned from at most, rounded up to whole passes over the windows: so fewer
 *     windows are seen more often
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
    int steps,
    int batchSize,
    double learningRate,
    double weightDecay,
    double inputDropout,
    int patience) {

  public TrainingConfiguration {
    requireAtLeastOne("steps", steps);
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

  /** What suits windows of a few hundred to a few thousand features; see RATIONALE.md. */
  public static TrainingConfiguration withSeed(long seed) {
    return new TrainingConfiguration(seed, 750, 64, 4e-3, 1e-4, 0.3, 10);
  }

  /** The same with another seed. */
  public TrainingConfiguration reseeded(long other) {
    return new TrainingConfiguration(
        other, steps, batchSize, learningRate, weightDecay, inputDropout, patience);
  }

  /** Passes over this many training windows at most. */
  public int epochs(int windows) {
    int stepsOfAnEpoch = Math.max(1, Math.ceilDiv(windows, batchSize));
    return Math.ceilDiv(steps, stepsOfAnEpoch);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
    }
  }
}
