package io.distappguard.evaluation.comparator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.Network;
import io.distappguard.learning.training.OwnMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Spatial and temporal identity (Shao et al., "Spatial-Temporal Identity: A Simple yet Effective
 * Baseline for Multivariate Time Series Forecasting", CIKM 2022): for each node its own history
 * embedded, which node it is, and which slot of the day it is; through residual layers of a
 * perceptron (equations 2 to 5) shared by all nodes. It sees no graph.
 *
 * <p>Parameters, in order: history weights {@code [width, steps * features]} and bias; node
 * embeddings {@code [nodes, width]}; slot embeddings {@code [slots, width]}; per layer two weights
 * {@code [3 * width, 3 * width]}, each with its bias; output weights {@code [horizon * features, 3
 * * width]} and bias.
 *
 * @param width of each of the three embeddings
 * @param layers of the perceptron
 * @param huberDelta size of error from which the loss is linear
 */
record StidNetwork(
    int nodes,
    int features,
    int steps,
    int horizon,
    int slots,
    int width,
    int layers,
    float huberDelta,
    long seed)
    implements Network {

  static final int WEIGHTS_BEFORE_LAYERS = 4;
  static final int WEIGHTS_PER_LAYER = 4;

  @Override
  public List<Tensor> initialParameters() {
    SplittableRandom random = new SplittableRandom(seed);
    int whole = 3 * width;
    List<Tensor> parameters = new ArrayList<>();
    parameters.add(Tensor.glorot(width, steps * features, random));
    parameters.add(Tensor.vector(new float[width]));
    parameters.add(Tensor.glorot(nodes, width, random));
    parameters.add(Tensor.glorot(slots, width, random));
    for (int layer = 0; layer < 2 * layers; layer++) {
      parameters.add(Tensor.glorot(whole, whole, random));
      parameters.add(Tensor.vector(new float[whole]));
    }
    parameters.add(Tensor.glorot(horizon * features, whole, random));
    parameters.add(Tensor.vector(new float[horizon * features]));
    return parameters;
  }

  @Override
  public Loss prepare(NDManager manager) {
    NDArray slotNumbers = manager.arange(0f, slots, 1f).reshape(1, slots);
    return (parameters, input, target) ->
        HuberLoss.of(forward(parameters, input, slotNumbers), target, huberDelta);
  }

  /**
   * Forecasts {@code [rows, horizon * nodes * features]}.
   *
   * @param rows {@code [rows, steps * nodes * features + 1]}, the last the slot
   * @param slotNumbers {@code [1, slots]}: 0, 1, ...
   */
  NDArray forward(NDList parameters, NDArray rows, NDArray slotNumbers) {
    long count = rows.getShape().get(0);
    int values = steps * nodes * features;
    NDArray histories =
        rows.get(":, :" + values)
            .reshape(count, steps, nodes, features)
            .transpose(0, 2, 1, 3)
            .reshape(count * nodes, (long) steps * features);
    NDArray embedded =
        histories
            .matMul(parameters.get(0).transpose())
            .add(parameters.get(1))
            .reshape(count, nodes, width);
    NDArray space =
        parameters.get(2).reshape(1, nodes, width).broadcast(new Shape(count, nodes, width));
    NDArray chosen =
        rows.get(":, " + values + ":").eq(slotNumbers).toType(rows.getDataType(), false);
    NDArray time =
        chosen
            .matMul(parameters.get(3))
            .reshape(count, 1, width)
            .broadcast(new Shape(count, nodes, width));
    NDArray hidden = embedded.concat(space, 2).concat(time, 2).reshape(count * nodes, 3L * width);
    int next = WEIGHTS_BEFORE_LAYERS;
    for (int layer = 0; layer < layers; layer++, next += WEIGHTS_PER_LAYER) {
      NDArray inner =
          hidden
              .matMul(parameters.get(next).transpose())
              .add(parameters.get(next + 1))
              .maximum(OwnMemory.number(hidden.getManager(), 0f))
              .matMul(parameters.get(next + 2).transpose())
              .add(parameters.get(next + 3));
      hidden = hidden.add(inner);
    }
    return hidden
        .matMul(parameters.get(next).transpose())
        .add(parameters.get(next + 1))
        .reshape(count, nodes, horizon, features)
        .transpose(0, 2, 1, 3)
        .reshape(count, (long) horizon * nodes * features);
  }
}
