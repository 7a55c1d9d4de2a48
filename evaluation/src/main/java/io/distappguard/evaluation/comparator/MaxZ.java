package io.distappguard.evaluation.comparator;

import io.distappguard.learning.training.TrainingConfiguration;

/** The largest distance from usual of any feature: no model at all beyond the scaler. */
public record MaxZ() implements ScorerTraining, WindowScorer {

  @Override
  public String name() {
    return "max |z|";
  }

  @Override
  public WindowScorer fit(
      float[][] training, float[][] validation, TrainingConfiguration configuration) {
    return this;
  }

  @Override
  public double score(float[] vector) {
    float largest = 0;
    for (float value : vector) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
