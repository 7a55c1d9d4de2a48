package io.distappguard.learning.training;

import io.distappguard.learning.tensor.Tensor;
import java.util.List;

/**
 * What training gave.
 *
 * @param best weights of the epoch with the smallest validation loss
 * @param trainingLosses one an epoch, with input dropout
 * @param validationLosses one an epoch, without
 * @param bestEpoch index into the losses
 */
public record FittedParameters(
    List<Tensor> best, float[] trainingLosses, float[] validationLosses, int bestEpoch) {

  public FittedParameters {
    best = List.copyOf(best);
  }
}
