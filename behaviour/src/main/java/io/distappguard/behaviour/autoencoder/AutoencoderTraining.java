package io.distappguard.behaviour.autoencoder;

import io.distappguard.learning.training.FittedParameters;
import io.distappguard.learning.training.GradientTraining;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;

/**
 * Trains a {@link MicroserviceAutoencoder}. Only this loads the tensor library; scoring does not.
 */
public final class AutoencoderTraining {

  private AutoencoderTraining() {}

  /**
   * Trains until the validation loss stops falling.
   *
   * @param lossBlocks blocks of features whose mean squared errors the loss is the mean of: the
   *     structure's own, unless two structures are compared by one loss
   * @param training windows to learn from, each {@code [features]}, scaled and finite
   * @param validation windows to stop by, later in time than those for training
   * @throws IllegalArgumentException if either set is empty, of another length or not finite
   */
  public static TrainingResult train(
      BlockStructure structure,
      int[][] lossBlocks,
      float[][] training,
      float[][] validation,
      TrainingConfiguration configuration,
      TrainingProgress progress) {
    if (structure.features() == 0) {
      throw new IllegalArgumentException("structure: no features (expected: at least one)");
    }
    if (training.length > 0 && training[0].length != structure.features()) {
      throw new IllegalArgumentException(
          "training[0]: "
              + training[0].length
              + " features (expected: "
              + structure.features()
              + ")");
    }
    BlockNetwork network =
        new BlockNetwork(
            structure, lossBlocks, BlockWeights.initial(structure, configuration.seed()));
    FittedParameters fitted =
        GradientTraining.fit(network, training, validation, configuration, progress);
    return new TrainingResult(
        MicroserviceAutoencoder.fromTensors(structure, network.padded().unpad(fitted.best())),
        fitted.trainingLosses(),
        fitted.validationLosses(),
        fitted.bestEpoch());
  }
}
