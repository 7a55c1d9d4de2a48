package io.distappguard.evaluation.comparator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.Network;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One layer of long short-term memory (Hochreiter and Schmidhuber, Neural Computation 1997, with
 * the forget gate of Gers, Schmidhuber and Cummins, 2000) over the recent steps, and a linear map
 * from its last state, and all that the input holds besides, to all steps of the forecast.
 *
 * <p>Parameters, in order: input weights {@code [4 * hidden, values]}, recurrent weights {@code [4
 * * hidden, hidden]}, bias {@code [4 * hidden]} (gates in the order input, forget, cell, output),
 * output weights {@code [outputs, hidden + others]}, bias {@code [outputs]}.
 *
 * @param steps recent steps
 * @param values values a step: nodes times features
 * @param others numbers of the input besides the recent steps: days, weeks, external features
 * @param outputs values of all forecast steps together
 * @param hidden width of the state
 * @param huberDelta size of error from which the loss is linear
 */
record LstmNetwork(
    int steps, int values, int others, int outputs, int hidden, float huberDelta, long seed)
    implements Network {

  @Override
  public List<Tensor> initialParameters() {
    SplittableRandom random = new SplittableRandom(seed);
    float[] bias = new float[4 * hidden];
    // to begin with, remember (Jozefowicz, Zaremba and Sutskever, ICML 2015)
    Arrays.fill(bias, hidden, 2 * hidden, 1f);
    return List.of(
        Tensor.glorot(4 * hidden, values, random),
        Tensor.glorot(4 * hidden, hidden, random),
        Tensor.vector(bias),
        Tensor.glorot(outputs, hidden + others, random),
        Tensor.vector(new float[outputs]));
  }

  @Override
  public Loss prepare(NDManager manager) {
    return (parameters, input, target) ->
        HuberLoss.of(forward(parameters, input), target, huberDelta);
  }

  /**
   * Forecasts {@code [rows, outputs]}.
   *
   * @param rows {@code [rows, steps * values + others]}
   */
  NDArray forward(NDList parameters, NDArray rows) {
    long count = rows.getShape().get(0);
    NDArray recurrentWeights = parameters.get(1).transpose();
    NDArray driven =
        rows.get(":, :" + steps * values)
            .reshape(count * steps, values)
            .matMul(parameters.get(0).transpose())
            .add(parameters.get(2))
            .reshape(count, steps, 4L * hidden);
    NDArray state = rows.getManager().zeros(new Shape(count, hidden));
    NDArray cell = rows.getManager().zeros(new Shape(count, hidden));
    for (int step = 0; step < steps; step++) {
      NDArray gates = driven.get(":, " + step).add(state.matMul(recurrentWeights));
      NDArray input = Activation.sigmoid(gate(gates, 0));
      NDArray forget = Activation.sigmoid(gate(gates, 1));
      NDArray candidate = gate(gates, 2).tanh();
      NDArray output = Activation.sigmoid(gate(gates, 3));
      cell = forget.mul(cell).add(input.mul(candidate));
      state = output.mul(cell.tanh());
    }
    NDArray known = others == 0 ? state : state.concat(rows.get(":, " + steps * values + ":"), 1);
    return known.matMul(parameters.get(3).transpose()).add(parameters.get(4));
  }

  private NDArray gate(NDArray gates, int index) {
    return gates.get(":, " + index * hidden + ":" + (index + 1) * hidden);
  }
}
