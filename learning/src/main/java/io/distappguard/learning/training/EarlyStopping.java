package io.distappguard.learning.training;

/**
 * Decides from validation losses when training has given what it can. Not thread-safe.
 *
 * <p>Losses count from 0 in the order they are observed.
 */
public final class EarlyStopping {

  private final int patience;
  private int observed;
  private int bestEpoch = -1;
  private double bestLoss = Double.POSITIVE_INFINITY;

  /**
   * @param patience losses without improvement after which training shall stop, at least 1
   */
  public EarlyStopping(int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience: " + patience + " (expected: >= 1)");
    }
    this.patience = patience;
  }

  /** Takes the next loss and says whether it is the smallest so far; NaN never is. */
  public boolean observe(double loss) {
    boolean better = loss < bestLoss;
    if (better) {
      bestLoss = loss;
      bestEpoch = observed;
    }
    observed++;
    return better;
  }

  public boolean shouldStop() {
    return observed - 1 - bestEpoch >= patience;
  }

  /** Index of the smallest loss, -1 if there was none. */
  public int bestEpoch() {
    return bestEpoch;
  }
}
