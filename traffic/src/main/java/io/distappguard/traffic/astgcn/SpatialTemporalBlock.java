package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One spatial-temporal block in plain Java: the formulas stand at {@link Layers}. Immutable,
 * thread-safe.
 *
 * <p>Signals are {@code [nodes, steps, channels]}, flat, channel by channel within a step.
 */
final class SpatialTemporalBlock {

  private static final double NORM_EPSILON = 1e-5;

  private final int nodes;
  private final int steps;
  private final int channels;
  private final int graphFilters;
  private final int filters;
  private final float[][] polynomials;
  private final @Nullable Attention attention;
  private final float @Nullable [] theta;
  private final float[] phi;
  private final float[] bias;
  private final float @Nullable [] residual;
  private final float @Nullable [] gain;
  private final float @Nullable [] shift;

  SpatialTemporalBlock(
      AstgcnArchitecture architecture,
      float[][] polynomials,
      int nodes,
      int steps,
      int channels,
      Function<String, @Nullable Tensor> weights,
      String prefix) {
    this.nodes = nodes;
    this.steps = steps;
    this.channels = channels;
    this.polynomials = polynomials;
    filters = architecture.timeFilters();
    graphFilters = nodes > 1 ? architecture.graphFilters() : channels;
    Function<String, float[]> named =
        name -> {
          Tensor tensor = weights.apply(prefix + name);
          if (tensor == null) {
            throw new IllegalArgumentException("tensor " + prefix + name + ": missing");
          }
          return tensor.values();
        };
    theta = nodes > 1 ? named.apply("Theta") : null;
    attention = nodes > 1 && architecture.attention() ? Attention.of(named) : null;
    phi = named.apply("Phi");
    bias = named.apply("bias");
    residual = architecture.residual() ? named.apply("residual") : null;
    gain = architecture.layerNorm() ? named.apply("gain") : null;
    shift = architecture.layerNorm() ? named.apply("shift") : null;
  }

  /** Weights of temporal and spatial attention. */
  @SuppressWarnings("ArrayRecordComponent") // private, and never written
  private record Attention(
      float[] u1,
      float[] u2,
      float[] u3,
      float[] be,
      float[] ve,
      float[] w1,
      float[] w2,
      float[] w3,
      float[] bs,
      float[] vs) {

    static Attention of(Function<String, float[]> named) {
      return new Attention(
          named.apply("time.U1"),
          named.apply("time.U2"),
          named.apply("time.U3"),
          named.apply("time.be"),
          named.apply("time.Ve"),
          named.apply("space.W1"),
          named.apply("space.W2"),
          named.apply("space.W3"),
          named.apply("space.bs"),
          named.apply("space.Vs"));
    }
  }

  /** Steps {@code [steps][nodes * channels]} as a signal. */
  static float[] signal(float[][] rows, int nodes, int channels) {
    float[] signal = new float[nodes * rows.length * channels];
    for (int node = 0; node < nodes; node++) {
      for (int step = 0; step < rows.length; step++) {
        System.arraycopy(
            rows[step], node * channels, signal, (node * rows.length + step) * channels, channels);
      }
    }
    return signal;
  }

  /** The signal {@code [nodes, steps, channels]} to {@code [nodes, steps, filters]}. */
  float[] apply(float[] x) {
    float[] convolved = x;
    if (theta != null) {
      float[] attended = attention == null ? x : attendOverTime(x, temporalAttention(attention, x));
      float[] overSpace = attention == null ? null : spatialAttention(attention, attended);
      convolved = graphConvolution(attended, overSpace, theta);
    }
    float[] output = temporalConvolution(convolved);
    if (residual != null) {
      for (int row = 0; row < nodes * steps; row++) {
        addProduct(x, row * channels, channels, residual, 0, output, row * filters, filters);
      }
    }
    relu(output);
    if (gain != null && shift != null) {
      for (int row = 0; row < nodes * steps; row++) {
        layerNorm(output, row * filters, gain, shift);
      }
    }
    return output;
  }

  /** {@code E'}, {@code [steps, steps]}. */
  private float[] temporalAttention(Attention weights, float[] x) {
    float[] overNodes = new float[steps * channels];
    float[] overChannels = new float[nodes * steps];
    for (int node = 0; node < nodes; node++) {
      for (int index = 0; index < steps * channels; index++) {
        overNodes[index] += weights.u1[node] * x[node * steps * channels + index];
      }
      for (int step = 0; step < steps; step++) {
        overChannels[node * steps + step] =
            dot(x, (node * steps + step) * channels, weights.u3, channels);
      }
    }
    float[] left = new float[steps * nodes];
    for (int step = 0; step < steps; step++) {
      addProduct(overNodes, step * channels, channels, weights.u2, 0, left, step * nodes, nodes);
    }
    float[] product = product(left, steps, nodes, overChannels, steps);
    return attention(product, weights.be, weights.ve, steps);
  }

  private float[] attendOverTime(float[] x, float[] attention) {
    float[] attended = new float[x.length];
    for (int node = 0; node < nodes; node++) {
      int from = node * steps;
      for (int step = 0; step < steps; step++) {
        for (int other = 0; other < steps; other++) {
          float share = attention[step * steps + other];
          int target = (from + step) * channels;
          int source = (from + other) * channels;
          for (int channel = 0; channel < channels; channel++) {
            attended[target + channel] += share * x[source + channel];
          }
        }
      }
    }
    return attended;
  }

  /** {@code S'}, {@code [nodes, nodes]}. */
  private float[] spatialAttention(Attention weights, float[] x) {
    float[] left = new float[nodes * steps];
    float[] overChannels = new float[steps * nodes];
    float[] overSteps = new float[channels];
    for (int node = 0; node < nodes; node++) {
      Arrays.fill(overSteps, 0f);
      for (int step = 0; step < steps; step++) {
        int row = (node * steps + step) * channels;
        for (int channel = 0; channel < channels; channel++) {
          overSteps[channel] += weights.w1[step] * x[row + channel];
        }
        overChannels[step * nodes + node] = dot(x, row, weights.w3, channels);
      }
      addProduct(overSteps, 0, channels, weights.w2, 0, left, node * steps, steps);
    }
    float[] product = product(left, nodes, steps, overChannels, nodes);
    return attention(product, weights.bs, weights.vs, nodes);
  }

  /** Softmax along each row of {@code outer sigmoid(product + inner)}, all square. */
  private static float[] attention(float[] product, float[] inner, float[] outer, int length) {
    for (int index = 0; index < product.length; index++) {
      product[index] = (float) (1 / (1 + StrictMath.exp(-(product[index] + inner[index]))));
    }
    float[] weighed = product(outer, length, length, product, length);
    for (int row = 0; row < length; row++) {
      softmax(weighed, row * length, 1, length, weighed);
    }
    return weighed;
  }

  private float[] graphConvolution(float[] x, float @Nullable [] attention, float[] theta) {
    int row = steps * channels;
    float[] output = new float[nodes * steps * graphFilters];
    float[] sum = new float[row];
    for (int node = 0; node < nodes; node++) {
      for (int term = 0; term < polynomials.length; term++) {
        Arrays.fill(sum, 0f);
        for (int other = 0; other < nodes; other++) {
          float weight = polynomials[term][node * nodes + other];
          if (weight != 0f) {
            float factor =
                attention == null ? weight : weight * (attention[node * nodes + other] * nodes);
            addScaled(sum, factor, x, other * row);
          }
        }
        int from = term * channels * graphFilters;
        for (int step = 0; step < steps; step++) {
          addProduct(
              sum,
              step * channels,
              channels,
              theta,
              from,
              output,
              (node * steps + step) * graphFilters,
              graphFilters);
        }
      }
    }
    relu(output);
    return output;
  }

  private float[] temporalConvolution(float[] x) {
    float[] output = new float[nodes * steps * filters];
    for (int node = 0; node < nodes; node++) {
      for (int step = 0; step < steps; step++) {
        int target = (node * steps + step) * filters;
        System.arraycopy(bias, 0, output, target, filters);
        for (int tap = 0; tap < AstgcnWeights.KERNEL; tap++) {
          int source = step + tap - AstgcnWeights.KERNEL / 2;
          if (source >= 0 && source < steps) {
            addProduct(
                x,
                (node * steps + source) * graphFilters,
                graphFilters,
                phi,
                tap * graphFilters * filters,
                output,
                target,
                filters);
          }
        }
      }
    }
    return output;
  }

  private void layerNorm(float[] values, int from, float[] gain, float[] shift) {
    double mean = 0;
    for (int index = from; index < from + filters; index++) {
      mean += values[index];
    }
    mean /= filters;
    double squares = 0;
    for (int index = from; index < from + filters; index++) {
      double distance = values[index] - mean;
      squares += distance * distance;
    }
    double scale = 1 / Math.sqrt(squares / filters + NORM_EPSILON);
    for (int index = 0; index < filters; index++) {
      values[from + index] =
          (float) ((values[from + index] - mean) * scale) * gain[index] + shift[index];
    }
  }

  /** Adds a row vector times a matrix {@code [length, columns]} that starts at {@code from}. */
  static void addProduct(
      float[] vector,
      int vectorFrom,
      int length,
      float[] matrix,
      int from,
      float[] sum,
      int sumFrom,
      int columns) {
    for (int index = 0; index < length; index++) {
      float factor = vector[vectorFrom + index];
      if (factor != 0f) {
        int row = from + index * columns;
        for (int column = 0; column < columns; column++) {
          sum[sumFrom + column] += factor * matrix[row + column];
        }
      }
    }
  }

  static void relu(float[] values) {
    for (int index = 0; index < values.length; index++) {
      values[index] = Math.max(0f, values[index]);
    }
  }

  /** Softmax of {@code count} values from {@code from} on, every {@code stride} one. */
  static void softmax(float[] values, int from, int stride, int count, float[] result) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int index = 0; index < count; index++) {
      largest = Math.max(largest, values[from + index * stride]);
    }
    double sum = 0;
    for (int index = 0; index < count; index++) {
      double power = StrictMath.exp(values[from + index * stride] - largest);
      result[from + index * stride] = (float) power;
      sum += power;
    }
    for (int index = 0; index < count; index++) {
      result[from + index * stride] = (float) (result[from + index * stride] / sum);
    }
  }

  private static float[] product(float[] left, int rows, int inner, float[] right, int columns) {
    float[] product = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      addProduct(left, row * inner, inner, right, 0, product, row * columns, columns);
    }
    return product;
  }

  private static float dot(float[] values, int from, float[] weights, int length) {
    float sum = 0;
    for (int index = 0; index < length; index++) {
      sum += values[from + index] * weights[index];
    }
    return sum;
  }

  private static void addScaled(float[] sum, float factor, float[] values, int from) {
    for (int index = 0; index < sum.length; index++) {
      sum[index] += factor * values[from + index];
    }
  }
}
