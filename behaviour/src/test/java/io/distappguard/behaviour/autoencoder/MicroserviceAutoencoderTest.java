package io.distappguard.behaviour.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.learning.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MicroserviceAutoencoderTest {

  /** Role c has no features; feature 2 lies in two blocks; c talks to nobody. */
  private static final BlockStructure STRUCTURE =
      new BlockStructure(
          5,
          List.of("a", "b", "c"),
          new int[][] {{0, 1, 2}, {2, 3, 4}, {}},
          new int[][] {{0, 1}, {0, 1}, {2}});

  @Test
  void followsTheFormulaeOfTheDesign() {
    Map<String, Tensor> tensors = randomWeights(STRUCTURE, 3);
    MicroserviceAutoencoder model = MicroserviceAutoencoder.fromTensors(STRUCTURE, tensors);
    float[] window = {1f, -2f, 0.5f, 3f, -1f};

    double[] a = dense(tensors, "encode.0", new double[] {1, -2, 0.5}, true);
    double[] b = dense(tensors, "encode.1", new double[] {0.5, 3, -1}, true);
    double[] both = join(a, b);
    double[] mixed = join(dense(tensors, "mix.0", both, true), dense(tensors, "mix.1", both, true));
    double[] code = dense(tensors, "compress", mixed, true);
    double[] expanded = dense(tensors, "expand", code, true);
    double[] left = dense(tensors, "decode.0", dense(tensors, "unmix.0", expanded, true), false);
    double[] right = dense(tensors, "decode.1", dense(tensors, "unmix.1", expanded, true), false);

    float[] output = model.reconstruct(new float[][] {window})[0];
    double[] expected = {left[0], left[1], (left[2] + right[0]) / 2, right[1], right[2]};
    for (int feature = 0; feature < expected.length; feature++) {
      assertThat((double) output[feature]).isCloseTo(expected[feature], within(1e-5));
    }
  }

  @Test
  void comesBackFromItsTensors() {
    Map<String, Tensor> tensors = randomWeights(STRUCTURE, 4);
    MicroserviceAutoencoder model = MicroserviceAutoencoder.fromTensors(STRUCTURE, tensors);
    MicroserviceAutoencoder copy = MicroserviceAutoencoder.fromTensors(STRUCTURE, model.tensors());

    float[][] windows = {{1, 2, 3, 4, 5}, {0, 0, 0, 0, 0}};
    assertThat(copy.reconstruct(windows)).isDeepEqualTo(model.reconstruct(windows));
    assertThat(model.parameterCount())
        .isEqualTo(2 * (3 * 4 + 4) + 2 * 2 * (4 * 8 + 4) + 2 * 8 * 8 + 8 + 8 + 2 * (3 * 4 + 3));
  }

  @Test
  void aRoleSeesOthersOnlyThroughNeighboursAndTheCode() {
    BlockStructure apart =
        new BlockStructure(2, List.of("a", "b"), new int[][] {{0}, {1}}, new int[][] {{0}, {1}});
    Map<String, Tensor> tensors = new LinkedHashMap<>(randomWeights(apart, 5));
    Tensor expand = tensors.get("expand.weight");
    tensors.put("expand.weight", new Tensor(expand.shape(), new float[expand.values().length]));
    MicroserviceAutoencoder model = MicroserviceAutoencoder.fromTensors(apart, tensors);

    assertThat(model.reconstruct(new float[][] {{1, 7}})[0][0])
        .isEqualTo(model.reconstruct(new float[][] {{1, -7}})[0][0]);
  }

  @Test
  void damagedWeightsAreRefusedByName() {
    Map<String, Tensor> tensors = randomWeights(STRUCTURE, 6);
    Map<String, Tensor> missing = new LinkedHashMap<>(tensors);
    missing.remove("mix.1.bias");
    Map<String, Tensor> misshapen = new LinkedHashMap<>(tensors);
    misshapen.put("compress.bias", Tensor.vector(new float[3]));
    Map<String, Tensor> infinite = new LinkedHashMap<>(tensors);
    infinite.put("mix.1.bias", Tensor.vector(new float[] {0, 0, Float.NaN, 0}));
    Map<String, Tensor> foreign = new LinkedHashMap<>(tensors);
    foreign.put("encode.9.bias", Tensor.vector(new float[1]));

    assertThatThrownBy(() -> MicroserviceAutoencoder.fromTensors(STRUCTURE, missing))
        .hasMessage("tensor mix.1.bias: missing");
    assertThatThrownBy(() -> MicroserviceAutoencoder.fromTensors(STRUCTURE, misshapen))
        .hasMessage("tensor compress.bias: shape [3] (expected: [8])");
    assertThatThrownBy(() -> MicroserviceAutoencoder.fromTensors(STRUCTURE, infinite))
        .hasMessage("tensor mix.1.bias: holds NaN (expected: finite)");
    assertThatThrownBy(() -> MicroserviceAutoencoder.fromTensors(STRUCTURE, foreign))
        .hasMessageStartingWith("tensor encode.9.bias: not of this autoencoder");
  }

  @Test
  void aStructureWithoutFeaturesReconstructsNothing() {
    BlockStructure empty = new BlockStructure(0, List.of("a"), new int[][] {{}}, new int[][] {{0}});

    assertThat(MicroserviceAutoencoder.fromTensors(empty, Map.of()).reconstruct(new float[1][0])[0])
        .isEmpty();
  }

  static Map<String, Tensor> randomWeights(BlockStructure structure, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = BlockWeights.initial(structure, seed);
    tensors
        .values()
        .forEach(tensor -> {
          for (int index = 0; index < tensor.values().length; index++) {
            tensor.values()[index] += 0.1f * (float) random.nextGaussian();
          }
        });
    return tensors;
  }

  private static double[] dense(
      Map<String, Tensor> tensors, String layer, double[] input, boolean bent) {
    float[] weight = tensors.get(layer + ".weight").values();
    float[] bias = tensors.get(layer + ".bias").values();
    double[] output = new double[bias.length];
    for (int row = 0; row < output.length; row++) {
      output[row] = bias[row];
      for (int column = 0; column < input.length; column++) {
        output[row] += weight[row * input.length + column] * input[column];
      }
      output[row] = bent ? Math.tanh(output[row]) : output[row];
    }
    return output;
  }

  private static double[] join(double[] first, double[] second) {
    double[] joined = new double[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
