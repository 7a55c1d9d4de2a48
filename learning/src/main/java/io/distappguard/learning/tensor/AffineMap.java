package io.distappguard.learning.tensor;

/**
 * {@code y = W x + b} in plain Java, for scoring without a native library. Immutable, thread-safe,
 * allocates nothing; sums run in a fixed order, so the result is the same on every machine.
 *
 * <p>The weights are kept by input: {@code columns[input * outputs + output]}. Adding a column
 * times an input runs in vector instructions, whereas the compiler may not reorder the sum of a dot
 * product.
 */
public final class AffineMap {

  private final int inputs;
  private final int outputs;
  private final float[] columns;
  private final float[] bias;

  private AffineMap(int inputs, int outputs, float[] columns, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.columns = columns;
    this.bias = bias;
  }

  /**
   * @param weight {@code [outputs, inputs]}
   * @param bias {@code [outputs]}
   */
  public static AffineMap of(Tensor weight, Tensor bias) {
    int outputs = weight.shape().get(0);
    int inputs = weight.shape().get(1);
    if (bias.values().length != outputs) {
      throw new IllegalArgumentException(
          "bias: " + bias.values().length + " numbers (expected: " + outputs + ")");
    }
    float[] columns = new float[inputs * outputs];
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        columns[input * outputs + output] = weight.values()[output * inputs + input];
      }
    }
    return new AffineMap(inputs, outputs, columns, bias.values().clone());
  }

  public int outputs() {
    return outputs;
  }

  /** Maps the numbers from {@code inputOffset} on to those from {@code outputOffset} on. */
  public void apply(float[] input, int inputOffset, float[] output, int outputOffset) {
    System.arraycopy(bias, 0, output, outputOffset, outputs);
    int index = 0;
    for (; index + 3 < inputs; index += 4) {
      int from = inputOffset + index;
      addFourColumns(
          index,
          input[from],
          input[from + 1],
          input[from + 2],
          input[from + 3],
          output,
          outputOffset);
    }
    for (; index < inputs; index++) {
      addColumn(index, input[inputOffset + index], output, outputOffset);
    }
  }

  /** Maps the numbers at the given indexes, one an input. */
  public void applyAt(float[] input, int[] indexes, float[] output, int outputOffset) {
    System.arraycopy(bias, 0, output, outputOffset, outputs);
    int index = 0;
    for (; index + 3 < inputs; index += 4) {
      addFourColumns(
          index,
          input[indexes[index]],
          input[indexes[index + 1]],
          input[indexes[index + 2]],
          input[indexes[index + 3]],
          output,
          outputOffset);
    }
    for (; index < inputs; index++) {
      addColumn(index, input[indexes[index]], output, outputOffset);
    }
  }

  /** Replaces each of the values by its hyperbolic tangent, the same on every machine. */
  public static void tanh(float[] values, int from, int count) {
    for (int index = from; index < from + count; index++) {
      values[index] = (float) StrictMath.tanh(values[index]);
    }
  }

  /** Four at once: a column is often so short that starting the loop costs more than its work. */
  private void addFourColumns(
      int index, float a, float b, float c, float d, float[] output, int outputOffset) {
    if (a == 0f && b == 0f && c == 0f && d == 0f) {
      return; // most features of a window are at their usual value
    }
    int first = index * outputs;
    int second = first + outputs;
    int third = second + outputs;
    int fourth = third + outputs;
    for (int unit = 0; unit < outputs; unit++) {
      output[outputOffset + unit] +=
          columns[first + unit] * a
              + columns[second + unit] * b
              + columns[third + unit] * c
              + columns[fourth + unit] * d;
    }
  }

  private void addColumn(int index, float factor, float[] output, int outputOffset) {
    int column = index * outputs;
    for (int unit = 0; unit < outputs; unit++) {
      output[outputOffset + unit] += columns[column + unit] * factor;
    }
  }
}
