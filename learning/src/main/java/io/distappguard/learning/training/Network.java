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

  /**
   * Examples of validation that are judged at once: fewer need less memory, more less time. Also
   * the order of sums depends on it, and so the last bits of the validation loss.
   */
  default int validationBatch() {
    return 256;
  }

  /** The loss of a batch, differentiable by the parameters. */
  @FunctionalInterface
  interface Loss {
    /**
     * @param parameters in the order of {@link #initialParameters()}
     * @param input {@code [examples, inputs]}, with input dropout while training
     * @param target {@code [examples, targets]}, without
     * @return one number, the mean over the examples
     */
    NDArray of(NDList parameters, NDArray input, NDArray target);
  }
}
