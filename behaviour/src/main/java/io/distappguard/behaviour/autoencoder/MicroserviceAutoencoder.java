package io.distappguard.behaviour.autoencoder;

import io.distappguard.learning.tensor.AffineMap;
import io.distappguard.learning.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The microservice-aware autoencoder (docs/methods.md, behaviour) with its weights; plain Java,
 * immutable, thread-safe.
 *
 * <pre>
 *  x --block--> h_r --neighbours--> g_r --all--> z --> g'_r --neighbours--> h'_r --block--> x'
 *      encode        mix             compress  expand       unmix             decode
 * </pre>
 *
 * A role reads only its block and mixes only with roles it talks to; {@code z} alone sees all. A
 * feature of two blocks takes the mean of both reconstructions. All layers but the last end in a
 * hyperbolic tangent. A role with an empty block has no layers.
 *
 * <p>The result is the same to the bit on every machine and JVM: see {@link AffineMap}.
 */
public final class MicroserviceAutoencoder {

  private final BlockStructure structure;
  private final Map<String, Tensor> tensors;
  private final int parameterCount;
  private final int[] offsets;
  private final int[][] neighbourIndexes;
  private final float[] shares;
  private final @Nullable AffineMap[] encode;
  private final @Nullable AffineMap[] mix;
  private final @Nullable AffineMap compress;
  private final @Nullable AffineMap expand;
  private final @Nullable AffineMap[] unmix;
  private final @Nullable AffineMap[] decode;

  private MicroserviceAutoencoder(BlockStructure structure, Map<String, Tensor> tensors) {
    this.structure = structure;
    this.tensors = tensors;
    parameterCount = tensors.values().stream().mapToInt(tensor -> tensor.values().length).sum();
    int roles = structure.roles().size();
    offsets = new int[roles + 1];
    for (int role = 0; role < roles; role++) {
      offsets[role + 1] = offsets[role] + structure.width(role);
    }
    neighbourIndexes = neighbourIndexes(structure, offsets);
    shares = shares(structure);
    encode = new AffineMap[roles];
    mix = new AffineMap[roles];
    unmix = new AffineMap[roles];
    decode = new AffineMap[roles];
    for (int role = 0; role < roles; role++) {
      encode[role] = layer(BlockWeights.encode(role));
      mix[role] = layer(BlockWeights.mix(role));
      unmix[role] = layer(BlockWeights.unmix(role));
      decode[role] = layer(BlockWeights.decode(role));
    }
    compress = layer(BlockWeights.COMPRESS);
    expand = layer(BlockWeights.EXPAND);
  }

  /**
   * An autoencoder from its weights, as {@link #tensors()} gave them.
   *
   * @throws IllegalArgumentException if a tensor is missing, unknown, of another shape or not
   *     finite
   */
  public static MicroserviceAutoencoder fromTensors(
      BlockStructure structure, Map<String, Tensor> tensors) {
    Map<String, Tensor> checked = new LinkedHashMap<>();
    BlockWeights.layers(structure)
        .forEach((layer, shape) -> {
          take(tensors, BlockWeights.weight(layer), checked, shape[0], shape[1]);
          take(tensors, BlockWeights.bias(layer), checked, shape[0]);
        });
    for (String name : tensors.keySet()) {
      if (!checked.containsKey(name)) {
        throw new IllegalArgumentException(
            "tensor " + name + ": not of this autoencoder (" + structure + ")");
      }
    }
    return new MicroserviceAutoencoder(structure, Collections.unmodifiableMap(checked));
  }

  /** An autoencoder with the random weights that training with this seed starts from. */
  public static MicroserviceAutoencoder untrained(BlockStructure structure, long seed) {
    return fromTensors(structure, BlockWeights.initial(structure, seed));
  }

  public BlockStructure structure() {
    return structure;
  }

  /** The weights by name, in a fixed order. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  public int parameterCount() {
    return parameterCount;
  }

  /** Memory for one thread's calls of {@link #reconstruct}. */
  public Workspace newWorkspace() {
    int largestBlock = Arrays.stream(structure.blocks()).mapToInt(b -> b.length).max().orElse(0);
    return new Workspace(structure.totalWidth(), structure.latentWidth(), largestBlock);
  }

  /**
   * Reconstructs a window without allocating.
   *
   * @param input {@code [features]}
   * @param output receives the reconstruction, {@code [features]}; not the input itself
   * @param workspace of the calling thread, from {@link #newWorkspace()} of this model
   */
  public void reconstruct(float[] input, float[] output, Workspace workspace) {
    requireLength("input", input, structure.features());
    requireLength("output", output, structure.features());
    Arrays.fill(output, 0f);
    if (compress == null || expand == null) {
      return; // no role has a feature
    }
    float[] first = workspace.first;
    float[] second = workspace.second;
    for (int role = 0; role < encode.length; role++) {
      apply(encode[role], input, structure.blocks()[role], first, offsets[role]);
    }
    for (int role = 0; role < mix.length; role++) {
      apply(mix[role], first, neighbourIndexes[role], second, offsets[role]);
    }
    compress.apply(second, 0, workspace.latent, 0);
    AffineMap.tanh(workspace.latent, 0, workspace.latent.length);
    expand.apply(workspace.latent, 0, first, 0);
    AffineMap.tanh(first, 0, first.length);
    for (int role = 0; role < unmix.length; role++) {
      apply(unmix[role], first, neighbourIndexes[role], second, offsets[role]);
    }
    for (int role = 0; role < decode.length; role++) {
      decodeBlock(role, second, output, workspace.block);
    }
  }

  /** Reconstructs many windows. */
  public float[][] reconstruct(float[][] inputs) {
    float[][] outputs = new float[inputs.length][structure.features()];
    Workspace workspace = newWorkspace();
    for (int row = 0; row < inputs.length; row++) {
      reconstruct(inputs[row], outputs[row], workspace);
    }
    return outputs;
  }

  private static void apply(
      @Nullable AffineMap layer, float[] input, int[] indexes, float[] output, int offset) {
    if (layer != null) {
      layer.applyAt(input, indexes, output, offset);
      AffineMap.tanh(output, offset, layer.outputs());
    }
  }

  private void decodeBlock(int role, float[] hidden, float[] output, float[] block) {
    AffineMap layer = decode[role];
    if (layer == null) {
      return;
    }
    layer.apply(hidden, offsets[role], block, 0);
    int[] features = structure.blocks()[role];
    for (int position = 0; position < features.length; position++) {
      int feature = features[position];
      output[feature] += shares[feature] * block[position];
    }
  }

  private @Nullable AffineMap layer(String name) {
    Tensor weight = tensors.get(BlockWeights.weight(name));
    Tensor bias = tensors.get(BlockWeights.bias(name));
    return weight == null || bias == null ? null : AffineMap.of(weight, bias);
  }

  private static void take(
      Map<String, Tensor> from, String name, Map<String, Tensor> into, Integer... shape) {
    Tensor tensor = from.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor " + name + ": missing");
    }
    if (!tensor.shape().equals(Arrays.asList(shape))) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": shape "
              + tensor.shape()
              + " (expected: "
              + Arrays.asList(shape)
              + ")");
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "tensor " + name + ": holds " + value + " (expected: finite)");
      }
    }
    into.put(name, tensor);
  }

  private static void requireLength(String name, float[] vector, int features) {
    if (vector.length != features) {
      throw new IllegalArgumentException(
          name + ": " + vector.length + " features (expected: " + features + ")");
    }
  }

  /** Where in the vector of all roles' hidden units the units of each role's neighbours stand. */
  private static int[][] neighbourIndexes(BlockStructure structure, int[] offsets) {
    int[][] indexes = new int[structure.roles().size()][];
    for (int role = 0; role < indexes.length; role++) {
      int[] units = new int[offsets[offsets.length - 1]];
      int count = 0;
      for (int neighbour : structure.neighbours()[role]) {
        for (int unit = offsets[neighbour]; unit < offsets[neighbour + 1]; unit++) {
          units[count++] = unit;
        }
      }
      indexes[role] = Arrays.copyOf(units, count);
    }
    return indexes;
  }

  /** One over the number of blocks a feature is in. */
  private static float[] shares(BlockStructure structure) {
    float[] counts = new float[structure.features()];
    for (int[] block : structure.blocks()) {
      for (int feature : block) {
        counts[feature]++;
      }
    }
    for (int feature = 0; feature < counts.length; feature++) {
      counts[feature] = 1f / counts[feature];
    }
    return counts;
  }

  /** Scratch memory of one thread. */
  public static final class Workspace {

    private final float[] first;
    private final float[] second;
    private final float[] latent;
    private final float[] block;

    private Workspace(int totalWidth, int latentWidth, int largestBlock) {
      first = new float[totalWidth];
      second = new float[totalWidth];
      latent = new float[latentWidth];
      block = new float[largestBlock];
    }
  }
}
