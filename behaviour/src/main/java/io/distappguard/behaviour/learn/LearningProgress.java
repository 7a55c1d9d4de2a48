package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.learning.training.TrainingProgress;

/** Told how learning goes on, on the thread that learns. */
public interface LearningProgress {

  /** Tells nobody. */
  LearningProgress SILENT = new LearningProgress() {};

  /** A recording was read whole. */
  default void recordingRead(String name, int windows) {}

  /** Who is told of the epochs of one time scale. */
  default TrainingProgress training(TimeScale scale) {
    return TrainingProgress.SILENT;
  }
}
