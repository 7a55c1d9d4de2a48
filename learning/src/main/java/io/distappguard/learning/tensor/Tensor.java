package io.distappguard.learning.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A dense array of 32-bit floats in row-major order. The values are shared, not copied: whoever
 * makes a tensor gives its array away.
 *
 * @param shape length of each dimension, outermost first; empty for a single number
 * @param values the numbers; their count is the product of the shape
 */
public record Tensor(List<Integer> shape, float[] values) {

  public Tensor {
    shape = List.copyOf(shape);
    long size = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("shape: " + shape + " (expected: no negative length)");
      }
      size = Math.multiplyExact(size, (long) length);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "values: " + values.length + " numbers (expected: " + size + " for shape " + shape + ")");
    }
  }

  /** A matrix of {@code rows} by {@code columns}. */
  public static Tensor matrix(int rows, int columns, float[] values) {
    return new Tensor(List.of(rows, columns), values);
  }

  public static Tensor vector(float[] values) {
    return new Tensor(List.of(values.length), values);
  }

  /**
   * A matrix to start training from: uniform weights of the size that keeps the variance of signals
   * and gradients (Glorot and Bengio, AISTATS 2010, equation 16).
   */
  public static Tensor glorot(int outputs, int inputs, RandomGenerator random) {
    double bound = Math.sqrt(6.0 / (inputs + outputs));
    float[] values = new float[outputs * inputs];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return matrix(outputs, inputs, values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
