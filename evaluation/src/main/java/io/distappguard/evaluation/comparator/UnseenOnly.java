package io.distappguard.evaluation.comparator;

import io.distappguard.learning.training.TrainingConfiguration;
import java.util.Arrays;

/**
 * The rule "something never seen happened", alone: the sum of the features that count exchanges on
 * edges absent from training.
 */
public final class UnseenOnly implements ScorerTraining, WindowScorer {

  private final int[] unseenFeatures;

  /**
   * @param unseenFeatures indexes of the {@code unseen} slots of the vector
   */
  public UnseenOnly(int[] unseenFeatures) {
    this.unseenFeatures = unseenFeatures.clone();
  }

  @Override
  public String name() {
    return "unseen only";
  }

  @Override
  public WindowScorer fit(
      float[][] training, float[][] validation, TrainingConfiguration configuration) {
    return this;
  }

  @Override
  public double score(float[] vector) {
    double sum = 0;
    for (int feature : unseenFeatures) {
      sum += vector[feature];
    }
    return sum;
  }

  @Override
  public String toString() {
    return name() + " " + Arrays.toString(unseenFeatures);
  }
}
