package io.distappguard.traffic.astgcn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.distappguard.learning.training.OwnMemory;

/**
 * The layers of Guo et al. (AAAI 2019) as differentiable functions on batches. Signals are {@code
 * [batch, nodes, steps, channels]}, in formulas {@code X}.
 */
final class Layers {

  private static final float NORM_EPSILON = 1e-5f;

  private Layers() {}

  /**
   * Temporal attention, equations 3 and 4: {@code E = Ve sigmoid((X^T U1) U2 (U3 X) + be)}, and
   * {@code E'} is its softmax along each row.
   *
   * @param u1 {@code [1, nodes]}
   * @param u2 {@code [channels, nodes]}
   * @param u3 {@code [channels, 1]}
   * @param be {@code [steps, steps]}, as {@code ve}
   * @return {@code E'}, {@code [batch, steps, steps]}; rows sum to 1
   */
  static NDArray temporalAttention(
      NDArray x, NDArray u1, NDArray u2, NDArray u3, NDArray be, NDArray ve) {
    Shape shape = x.getShape();
    long batch = shape.get(0);
    long nodes = shape.get(1);
    long steps = shape.get(2);
    long channels = shape.get(3);
    NDArray overNodes =
        u1.matMul(x.reshape(batch, nodes, steps * channels)).reshape(batch, steps, channels);
    NDArray overChannels = x.matMul(u3).reshape(batch, nodes, steps);
    NDArray product = overNodes.matMul(u2).matMul(overChannels);
    return ve.matMul(sigmoid(product.add(be))).softmax(-1);
  }

  /**
   * The signal as temporal attention weighs it: step t becomes the mean of all steps s, weighed by
   * {@code E'_ts}.
   */
  static NDArray attendOverTime(NDArray x, NDArray attention) {
    Shape shape = x.getShape();
    long batch = shape.get(0);
    long nodes = shape.get(1);
    long steps = shape.get(2);
    long channels = shape.get(3);
    NDArray byStep = x.transpose(0, 2, 1, 3).reshape(batch, steps, nodes * channels);
    return attention.matMul(byStep).reshape(batch, steps, nodes, channels).transpose(0, 2, 1, 3);
  }

  /**
   * Spatial attention, equations 1 and 2: {@code S = Vs sigmoid((X W1) W2 (W3 X)^T + bs)}, and
   * {@code S'} is its softmax along each row.
   *
   * @param w1 {@code [1, steps]}
   * @param w2 {@code [channels, steps]}
   * @param w3 {@code [channels, 1]}
   * @param bs {@code [nodes, nodes]}, as {@code vs}
   * @return {@code S'}, {@code [batch, nodes, nodes]}; rows sum to 1
   */
  static NDArray spatialAttention(
      NDArray x, NDArray w1, NDArray w2, NDArray w3, NDArray bs, NDArray vs) {
    Shape shape = x.getShape();
    long steps = shape.get(2);
    NDArray overSteps = x.mul(w1.reshape(steps, 1)).sum(new int[] {2});
    NDArray overChannels = x.matMul(w3).reshape(shape.get(0), shape.get(1), steps);
    NDArray product = overSteps.matMul(w2).matMul(overChannels.transpose(0, 2, 1));
    return vs.matMul(sigmoid(product.add(bs))).softmax(-1);
  }

  /**
   * Chebyshev graph convolution with attention inside the polynomial terms, equation 6: {@code
   * relu(sum over k of (T_k * N S') X Theta_k)}, {@code *} by element.
   *
   * <p>The factor N is ours: a row of S' sums to 1, so that even attention would shrink every term
   * N times. With it, even attention is the plain convolution.
   *
   * @param polynomials {@code T_0 = I, T_1, ...}, each {@code [nodes, nodes]}
   * @param theta {@code [terms * channels, filters]}
   * @return {@code [batch, nodes, steps, filters]}
   */
  static NDArray attendedChebyshev(
      NDArray x, NDArray attention, NDList polynomials, NDArray theta) {
    Shape shape = x.getShape();
    long batch = shape.get(0);
    long nodes = shape.get(1);
    NDArray flat = x.reshape(batch, nodes, shape.get(2) * shape.get(3));
    NDArray scaled = attention.mul(OwnMemory.number(attention.getManager(), nodes));
    NDArray itself = scaled.mul(polynomials.get(0)).sum(new int[] {2}, true); // T_0 is diagonal
    NDList terms = new NDList(x.mul(itself.reshape(batch, nodes, 1, 1)));
    for (int term = 1; term < polynomials.size(); term++) {
      terms.add(scaled.mul(polynomials.get(term)).matMul(flat).reshape(shape));
    }
    return relu(joinChannels(terms).matMul(theta));
  }

  /**
   * Plain Chebyshev graph convolution, equation 5: {@code relu(sum over k of T_k X Theta_k)};
   * otherwise as {@link #attendedChebyshev}.
   */
  static NDArray chebyshev(NDArray x, NDList polynomials, NDArray theta) {
    Shape shape = x.getShape();
    NDArray flat = x.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    NDList terms = new NDList(x);
    for (int term = 1; term < polynomials.size(); term++) {
      terms.add(polynomials.get(term).matMul(flat).reshape(shape));
    }
    return relu(joinChannels(terms).matMul(theta));
  }

  /**
   * Temporal convolution, equation 7 before its relu: each step from itself and the steps on either
   * side, zeros beyond the ends.
   *
   * @param phi {@code [3 * channels, filters]}: the step before, the step, the step after
   * @return {@code [batch, nodes, steps, filters]}
   */
  static NDArray temporalConvolution(NDArray x, NDArray phi) {
    Shape shape = x.getShape();
    long steps = shape.get(2);
    NDArray zeros = x.getManager().zeros(new Shape(shape.get(0), shape.get(1), 1, shape.get(3)));
    if (steps == 1) {
      return joinChannels(new NDList(zeros, x, zeros)).matMul(phi);
    }
    NDList endAndRest = x.split(new long[] {steps - 1}, 2);
    NDList startAndRest = x.split(new long[] {1}, 2);
    NDArray before = zeros.concat(endAndRest.get(0), 2);
    NDArray after = startAndRest.get(1).concat(zeros, 2);
    return joinChannels(new NDList(before, x, after)).matMul(phi);
  }

  /** Layer normalisation over the channels (Ba, Kiros and Hinton, 2016). */
  static NDArray layerNorm(NDArray x, NDArray gain, NDArray shift) {
    return x.getNDArrayInternal()
        .layerNorm(x, gain.getShape(), gain, shift, NORM_EPSILON)
        .singletonOrThrow();
  }

  /** Mean over all elements of Huber's loss: half the square up to delta, then linear. */
  static NDArray huber(NDArray error, float delta) {
    NDArray size = error.abs();
    NDArray edge = OwnMemory.number(error.getManager(), delta);
    NDArray half = OwnMemory.number(error.getManager(), 0.5f);
    NDArray near = size.minimum(edge);
    return near.square().mul(half).add(size.sub(near).mul(edge)).mean();
  }

  static NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  static NDArray sigmoid(NDArray x) {
    return x.getNDArrayInternal().sigmoid();
  }

  /** DJL's concat gives a copy without gradient where there is but one array. */
  private static NDArray joinChannels(NDList arrays) {
    return arrays.size() == 1 ? arrays.singletonOrThrow() : NDArrays.concat(arrays, 3);
  }
}
