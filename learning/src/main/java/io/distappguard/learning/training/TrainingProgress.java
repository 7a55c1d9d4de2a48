package io.distappguard.learning.training;

/** Told after each epoch, on the thread that trains. */
@FunctionalInterface
public interface TrainingProgress {

  /** Tells nobody. */
  TrainingProgress SILENT = (epoch, maxEpochs, trainingLoss, validationLoss) -> {};

  /**
   * An epoch has ended.
   *
   * @param epoch number of the epoch, from 1
   * @param maxEpochs epochs at most; training may stop before
   */
  void epochEnded(int epoch, int maxEpochs, float trainingLoss, float validationLoss);
}
