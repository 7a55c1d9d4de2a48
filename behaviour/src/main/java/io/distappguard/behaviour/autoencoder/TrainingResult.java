package io.distappguard.behaviour.autoencoder;

/**
 * A trained autoencoder and how training went. Losses are mean squared errors, averaged over the
 * blocks of a window and over windows; the training loss includes input dropout.
 *
 * @param best the weights of the epoch with the smallest validation loss
 * @param trainingLosses one an epoch
 * @param validationLosses one an epoch
 * @param bestEpoch index into the losses
 */
public record TrainingResult(
    MicroserviceAutoencoder best,
    float[] trainingLosses,
    float[] validationLosses,
    int bestEpoch) {}
