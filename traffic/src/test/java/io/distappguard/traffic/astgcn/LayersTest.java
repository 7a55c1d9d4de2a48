package io.distappguard.traffic.astgcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each layer against its formula in Guo et al. (AAAI 2019) written out as loops over single
 * numbers, and its gradients against finite differences. Signals {@code x[b][n][t][c]}.
 */
class LayersTest {

  private static final int BATCH = 2;
  private static final int NODES = 4;
  private static final int STEPS = 5;
  private static final int CHANNELS = 3;
  private static final int TERMS = 3;
  private static final int FILTERS = 6;

  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  private final RandomArrays random = new RandomArrays(11);
  private final float[] x = random.values(BATCH * NODES * STEPS * CHANNELS);

  @AfterEach
  void close() {
    manager.close();
  }

  private double x(int batch, int node, int step, int channel) {
    return x[((batch * NODES + node) * STEPS + step) * CHANNELS + channel];
  }

  private NDArray signal() {
    return array(x, BATCH, NODES, STEPS, CHANNELS);
  }

  private NDArray array(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  // E_ij = sum_k Ve_ik sigmoid(be_kj + sum_n (sum_c (sum_m x_mkc U1_m) U2_cn) (sum_c U3_c x_njc))
  @Test
  void temporalAttentionIsEquation3And4() {
    Attention steps = attention(STEPS, NODES, (b, step, node, c) -> x(b, node, step, c));
    assertClose(by(Layers::temporalAttention, arguments(steps)), steps.expected());
  }

  // S_ij = sum_k Vs_ik sigmoid(bs_kj + sum_t (sum_c (sum_s x_ksc W1_s) W2_ct) (sum_c W3_c x_jtc))
  @Test
  void spatialAttentionIsEquation1And2() {
    Attention nodes = attention(NODES, STEPS, this::x);
    assertClose(by(Layers::spatialAttention, arguments(nodes)), nodes.expected());
  }

  // y_ntc = sum_s E'_ts x_nsc
  @Test
  void attendingOverTimeIsAWeighedMeanOfSteps() {
    float[] attention = random.values(BATCH * STEPS * STEPS);
    double[] expected = new double[x.length];
    int place = 0;
    for (int b = 0; b < BATCH; b++) {
      for (int n = 0; n < NODES; n++) {
        for (int t = 0; t < STEPS; t++) {
          for (int c = 0; c < CHANNELS; c++) {
            for (int s = 0; s < STEPS; s++) {
              expected[place] += attention[(b * STEPS + t) * STEPS + s] * x(b, n, s, c);
            }
            place++;
          }
        }
      }
    }
    assertClose(Layers.attendOverTime(signal(), array(attention, BATCH, STEPS, STEPS)), expected);
  }

  // y_itf = relu(sum_k sum_j T_k,ij (N S'_ij) sum_c x_jtc Theta_kcf), equations 5 and 6
  @Test
  void graphConvolutionIsEquation5And6() {
    float[][] polynomials = ScaledLaplacian.chebyshev(random.adjacency(NODES), TERMS);
    float[] theta = random.values(TERMS * CHANNELS * FILTERS);
    float[] attention = random.values(BATCH * NODES * NODES);

    assertClose(
        Layers.attendedChebyshev(
            signal(),
            array(attention, BATCH, NODES, NODES),
            polynomials(polynomials),
            array(theta, TERMS * CHANNELS, FILTERS)),
        convolution(polynomials, theta, attention));
    assertClose(
        Layers.chebyshev(
            signal(), polynomials(polynomials), array(theta, TERMS * CHANNELS, FILTERS)),
        convolution(polynomials, theta, null));
  }

  @Test
  void evenAttentionIsNoAttention() {
    NDList polynomials = polynomials(ScaledLaplacian.chebyshev(random.adjacency(NODES), TERMS));
    NDArray theta = array(random.values(TERMS * CHANNELS * FILTERS), TERMS * CHANNELS, FILTERS);
    NDArray even = manager.ones(new Shape(BATCH, NODES, NODES)).div(NODES);

    assertThat(Layers.attendedChebyshev(signal(), even, polynomials, theta).toFloatArray())
        .containsExactly(
            Layers.chebyshev(signal(), polynomials, theta).toFloatArray(), within(1e-5f));
  }

  // y_ntf = sum_d sum_c x_n,t+d,c Phi_dcf for d = -1, 0, 1; x is 0 outside of the steps
  @Test
  void temporalConvolutionIsEquation7() {
    float[] phi = random.values(3 * CHANNELS * FILTERS);
    double[] expected = new double[BATCH * NODES * STEPS * FILTERS];
    int place = 0;
    for (int b = 0; b < BATCH; b++) {
      for (int n = 0; n < NODES; n++) {
        for (int t = 0; t < STEPS; t++) {
          for (int f = 0; f < FILTERS; f++) {
            for (int d = -1; d <= 1; d++) {
              for (int c = 0; t + d >= 0 && t + d < STEPS && c < CHANNELS; c++) {
                expected[place] += x(b, n, t + d, c) * phi[((d + 1) * CHANNELS + c) * FILTERS + f];
              }
            }
            place++;
          }
        }
      }
    }
    assertClose(Layers.temporalConvolution(signal(), array(phi, 3 * CHANNELS, FILTERS)), expected);
  }

  @Test
  void temporalConvolutionOfASingleStepSeesZerosOnBothSides() {
    NDArray single = array(random.values(CHANNELS), 1, 1, 1, CHANNELS);
    NDArray phi = array(random.values(3 * CHANNELS * FILTERS), 3 * CHANNELS, FILTERS);

    assertThat(Layers.temporalConvolution(single, phi).toFloatArray())
        .containsExactly(
            single.matMul(phi.split(new long[] {CHANNELS, 2 * CHANNELS}, 0).get(1)).toFloatArray(),
            within(1e-6f));
  }

  // y_c = gain_c (x_c - mean) / sqrt(variance + 1e-5) + shift_c over the channels
  @Test
  void layerNormIsOverChannels() {
    float[] gain = random.values(CHANNELS);
    float[] shift = random.values(CHANNELS);
    double[] expected = new double[x.length];
    for (int row = 0; row < x.length; row += CHANNELS) {
      double mean = 0;
      double square = 0;
      for (int c = 0; c < CHANNELS; c++) {
        mean += x[row + c] / (double) CHANNELS;
        square += x[row + c] * (double) x[row + c] / CHANNELS;
      }
      for (int c = 0; c < CHANNELS; c++) {
        expected[row + c] =
            gain[c] * (x[row + c] - mean) / Math.sqrt(square - mean * mean + 1e-5) + shift[c];
      }
    }
    assertClose(
        Layers.layerNorm(signal(), array(gain, CHANNELS), array(shift, CHANNELS)), expected);
  }

  @Test
  void huberIsHalfTheSquareAndThenLinear() {
    NDArray loss = Layers.huber(array(new float[] {0.5f, -3f, 2f, 0f}, 4), 2f);

    assertThat(loss.getFloat()).isCloseTo((0.125f + (2f + 2f) + 2f) / 4, within(1e-6f));
  }

  @Test
  void gradientsOfTemporalAttentionAreRight() {
    assertGradients(
        arguments(attention(STEPS, NODES, (b, step, node, c) -> x(b, node, step, c))),
        p -> Layers.attendOverTime(p.get(0), by(Layers::temporalAttention, p)));
  }

  @Test
  void gradientsOfSpatialAttentionAreRight() {
    assertGradients(
        arguments(attention(NODES, STEPS, this::x)), p -> by(Layers::spatialAttention, p));
  }

  @Test
  void gradientsOfTheConvolutionsAreRight() {
    NDList polynomials = polynomials(ScaledLaplacian.chebyshev(random.adjacency(NODES), TERMS));
    // positive throughout, so that no relu bends between the two differences
    NDArray theta =
        array(random.values(TERMS * CHANNELS * FILTERS), TERMS * CHANNELS, FILTERS).abs();
    NDArray attention = array(random.values(BATCH * NODES * NODES), BATCH, NODES, NODES).abs();
    NDArray phi = array(random.values(3 * FILTERS * 2), 3 * FILTERS, 2);
    NDArray gain = array(random.values(2), 2);
    NDArray shift = array(random.values(2), 2);
    NDList positive = new NDList();
    for (NDArray polynomial : polynomials) {
      positive.add(polynomial.abs());
    }
    assertGradients(
        List.of(signal().abs(), attention, theta, phi, gain, shift),
        p ->
            Layers.layerNorm(
                Layers.temporalConvolution(
                    Layers.attendedChebyshev(p.get(0), p.get(1), positive, p.get(2)), p.get(3)),
                p.get(4),
                p.get(5)));
    assertGradients(
        List.of(signal().abs(), theta), p -> Layers.chebyshev(p.get(0), positive, p.get(1)));
  }

  private static NDArray by(AttentionLayer layer, List<NDArray> p) {
    return layer.attend(p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5));
  }

  /** Attention of either sort, as {@link Layers} has it. */
  @FunctionalInterface
  private interface AttentionLayer {
    NDArray attend(
        NDArray x, NDArray first, NDArray second, NDArray third, NDArray bias, NDArray outer);
  }

  /** The signal with the axis that is attended before the one that is summed over. */
  @FunctionalInterface
  private interface Turned {
    double at(int batch, int attended, int summed, int channel);
  }

  private Attention attention(int length, int summed, Turned signal) {
    return new Attention(
        length,
        summed,
        signal,
        random.values(summed),
        random.values(CHANNELS * summed),
        random.values(CHANNELS),
        random.values(length * length),
        random.values(length * length));
  }

  /**
   * Attention among the places of an axis: both sorts are one formula, with steps and nodes in each
   * other's place.
   *
   * @param length of the axis that is attended
   * @param summed length of the axis that is summed over
   */
  private record Attention(
      int length,
      int summed,
      Turned signal,
      float[] first,
      float[] second,
      float[] third,
      float[] bias,
      float[] outer) {

    double[] expected() {
      double[] expected = new double[BATCH * length * length];
      for (int b = 0; b < BATCH; b++) {
        double[][] sigmoid = new double[length][length];
        for (int i = 0; i < length; i++) {
          for (int j = 0; j < length; j++) {
            double product = 0;
            for (int n = 0; n < summed; n++) {
              double left = 0;
              double right = 0;
              for (int c = 0; c < CHANNELS; c++) {
                double sum = 0;
                for (int m = 0; m < summed; m++) {
                  sum += signal.at(b, i, m, c) * first[m];
                }
                left += sum * second[c * summed + n];
                right += third[c] * signal.at(b, j, n, c);
              }
              product += left * right;
            }
            sigmoid[i][j] = 1 / (1 + Math.exp(-product - bias[i * length + j]));
          }
        }
        softmaxOfProduct(outer, sigmoid, expected, b * length * length);
      }
      return expected;
    }
  }

  private List<NDArray> arguments(Attention attention) {
    int length = attention.length();
    int summed = attention.summed();
    return List.of(
        signal(),
        array(attention.first(), 1, summed),
        array(attention.second(), CHANNELS, summed),
        array(attention.third(), CHANNELS, 1),
        array(attention.bias(), length, length),
        array(attention.outer(), length, length));
  }

  /** The loss is a fixed random weighing of the layer's output, so that all of it matters. */
  private void assertGradients(List<NDArray> arguments, Function<NDList, NDArray> layer) {
    NDList parameters = new NDList();
    for (NDArray argument : arguments) {
      NDArray parameter = argument.duplicate();
      parameter.setRequiresGradient(true);
      parameters.add(parameter);
    }
    Shape shape = layer.apply(parameters).getShape();
    NDArray weights = array(random.values((int) shape.size()), shape.getShape());
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(layer.apply(parameters).mul(weights).sum());
    }
    List<float[]> gradients = new ArrayList<>();
    parameters.forEach(parameter -> gradients.add(parameter.getGradient().toFloatArray()));
    float step = 1e-2f;
    for (int index = 0; index < arguments.size(); index++) {
      float[] values = arguments.get(index).toFloatArray();
      for (int place = 0; place < values.length; place += 1 + values.length / 12) {
        double difference =
            loss(arguments, index, values, place, step, layer, weights)
                - loss(arguments, index, values, place, -step, layer, weights);
        assertThat((double) gradients.get(index)[place])
            .as("argument %d, place %d", index, place)
            .isCloseTo(
                difference / (2 * step), within(3e-3 + 2e-2 * Math.abs(difference / (2 * step))));
      }
    }
  }

  private double loss(
      List<NDArray> arguments,
      int index,
      float[] values,
      int place,
      float step,
      Function<NDList, NDArray> layer,
      NDArray weights) {
    float[] moved = values.clone();
    moved[place] += step;
    NDList list = new NDList(arguments.toArray(NDArray[]::new));
    list.set(index, manager.create(moved, arguments.get(index).getShape()));
    float[] output = layer.apply(list).toFloatArray();
    float[] weighing = weights.toFloatArray();
    double sum = 0;
    for (int place2 = 0; place2 < output.length; place2++) {
      sum += (double) output[place2] * weighing[place2];
    }
    return sum;
  }

  private double[] convolution(float[][] polynomials, float[] theta, float[] attention) {
    double[] expected = new double[BATCH * NODES * STEPS * FILTERS];
    int place = 0;
    for (int b = 0; b < BATCH; b++) {
      for (int i = 0; i < NODES; i++) {
        for (int t = 0; t < STEPS; t++) {
          for (int f = 0; f < FILTERS; f++) {
            double sum = 0;
            for (int k = 0; k < TERMS; k++) {
              for (int j = 0; j < NODES; j++) {
                double weight = polynomials[k][i * NODES + j];
                if (attention != null) {
                  weight *= NODES * (double) attention[(b * NODES + i) * NODES + j];
                }
                for (int c = 0; c < CHANNELS; c++) {
                  sum += weight * x(b, j, t, c) * theta[(k * CHANNELS + c) * FILTERS + f];
                }
              }
            }
            expected[place++] = Math.max(0, sum);
          }
        }
      }
    }
    return expected;
  }

  private NDList polynomials(float[][] values) {
    NDList list = new NDList();
    for (float[] polynomial : values) {
      list.add(array(polynomial, NODES, NODES));
    }
    return list;
  }

  private static void softmaxOfProduct(float[] outer, double[][] inner, double[] target, int from) {
    int length = inner.length;
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (int j = 0; j < length; j++) {
        double value = 0;
        for (int k = 0; k < length; k++) {
          value += outer[i * length + k] * inner[k][j];
        }
        target[from + i * length + j] = Math.exp(value);
        sum += Math.exp(value);
      }
      for (int j = 0; j < length; j++) {
        target[from + i * length + j] /= sum;
      }
    }
  }

  private static void assertClose(NDArray actual, double[] expected) {
    float[] values = actual.toFloatArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int index = 0; index < values.length; index++) {
      assertThat((double) values[index])
          .as("place %d", index)
          .isCloseTo(expected[index], within(1e-5 + 1e-5 * Math.abs(expected[index])));
    }
  }
}
