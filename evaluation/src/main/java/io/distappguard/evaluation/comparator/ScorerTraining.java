package io.distappguard.evaluation.comparator;

import io.distappguard.learning.training.TrainingConfiguration;

/** A kind of comparator, before it has seen an application. */
public interface ScorerTraining {

  /** What its scorers are called in reports. */
  String name();

  /**
   * Learns from benign windows.
   *
   * @param training scaled windows, each {@code [features]}
   * @param validation scaled windows for early stopping and scales
   * @param configuration the same as our detector's, seed included
   */
  WindowScorer fit(float[][] training, float[][] validation, TrainingConfiguration configuration);
}
