package io.distappguard.evaluation.comparator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fully connected network that learns to repeat its input. */
final class DenseNetwork implements Network {

  private final int[] widths;
  private final long seed;

  /**
   * @param widths of the input, each hidden layer and the output
   */
  DenseNetwork(int[] widths, long seed) {
    this.widths = widths;
    this.seed = seed;
  }

  @Override
  public List<Tensor> initialParameters() {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> parameters = new ArrayList<>();
    for (int layer = 1; layer < widths.length; layer++) {
      parameters.add(Tensor.glorot(widths[layer], widths[layer - 1], random));
      parameters.add(Tensor.vector(new float[widths[layer]]));
    }
    return parameters;
  }

  @Override
  public Loss prepare(NDManager manager) {
    return (parameters, input, target) -> forward(parameters, input).sub(target).square().mean();
  }

  /** Windows {@code [windows, features]} to reconstructions of the same shape. */
  NDArray forward(NDList parameters, NDArray windows) {
    NDArray values = windows;
    for (int index = 0; index < parameters.size(); index += 2) {
      values = values.matMul(parameters.get(index).transpose()).add(parameters.get(index + 1));
      if (index < parameters.size() - 2) {
        values = values.tanh();
      }
    }
    return values;
  }
}
