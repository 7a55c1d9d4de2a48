package io.distappguard.behaviour.autoencoder;

import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;

/** Trains a {@link MicroserviceAutoencoder}. The only class of the detector that loads DJL. */
public final class AutoencoderTraining {

  private AutoencoderTraining() {}

  /**
   * Trains until the validation loss stops falling.
   *
   * @param training windows to learn from, each {@code [features]}, scaled and finite
   * @param validation windows to stop by, later in time than those for training
   * @throws IllegalArgumentException if either set is empty, of another length or not finite
   */
  public static TrainingResult train(
      BlockStructure structure,
      float[][] training,
      float[][] validation,
      TrainingConfiguration configuration,
      TrainingProgress progress) {
    throw new UnsupportedOperationException();
  }
}
