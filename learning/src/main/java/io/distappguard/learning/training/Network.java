package io.distappguard.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.distappguard.learning.tensor.Tensor;
import java.util.List;

/** A model as the training loop sees it: weights to start from, and a loss to bring down. */
public interface Network {

  /** Weights to start from; {@link #loss} gets them back in this order. */
  List<Tensor> initialParameters();

  /**
   * Prepares what is the same for every batch.
   *
   * @param manager lives as long as the training
   */
  Loss prepare(NDManager manager);

  /** The loss of a batch, differentiable by the parameters. */
  @FunctionalInterface
  interface Loss {
    /**
     * @param parameters in the order of {@link #initialParameters()}
     * @param input {@code [windows, features]}, with input dropout while training
     * @param target {@code [windows, features]}, the same windows whole
     * @return one number, the mean over the windows
     */
    NDArray of(NDList parameters, NDArray input, NDArray target);
  }
}
