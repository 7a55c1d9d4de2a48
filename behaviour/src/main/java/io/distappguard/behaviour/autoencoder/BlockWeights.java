package io.distappguard.behaviour.autoencoder;

import io.distappguard.learning.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Names and shapes of the weights of an autoencoder, and weights to start training from. */
final class BlockWeights {

  private BlockWeights() {}

  static String encode(int role) {
    return "encode." + role;
  }

  static String mix(int role) {
    return "mix." + role;
  }

  static final String COMPRESS = "compress";
  static final String EXPAND = "expand";

  static String unmix(int role) {
    return "unmix." + role;
  }

  static String decode(int role) {
    return "decode." + role;
  }

  static String weight(String layer) {
    return layer + ".weight";
  }

  static String bias(String layer) {
    return layer + ".bias";
  }

  /**
   * Shape of each layer's weight as {@code [outputs, inputs]} by name, in the order of the forward
   * pass. Its bias is {@code [outputs]}. Roles with an empty block have no layers.
   */
  static Map<String, int[]> layers(BlockStructure structure) {
    int roles = structure.roles().size();
    int total = structure.totalWidth();
    int latent = structure.latentWidth();
    Map<String, int[]> layers = new LinkedHashMap<>();
    for (int role = 0; role < roles; role++) {
      put(layers, encode(role), structure.width(role), structure.blocks()[role].length);
    }
    for (int role = 0; role < roles; role++) {
      put(layers, mix(role), structure.width(role), neighbourWidth(structure, role));
    }
    put(layers, COMPRESS, latent, total);
    put(layers, EXPAND, total, latent);
    for (int role = 0; role < roles; role++) {
      put(layers, unmix(role), structure.width(role), neighbourWidth(structure, role));
    }
    for (int role = 0; role < roles; role++) {
      put(layers, decode(role), structure.blocks()[role].length, structure.width(role));
    }
    return layers;
  }

  /** Random weights and zero biases. */
  static Map<String, Tensor> initial(BlockStructure structure, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    layers(structure)
        .forEach((layer, shape) -> {
          tensors.put(weight(layer), Tensor.glorot(shape[0], shape[1], random));
          tensors.put(bias(layer), Tensor.vector(new float[shape[0]]));
        });
    return tensors;
  }

  private static int neighbourWidth(BlockStructure structure, int role) {
    int sum = 0;
    for (int neighbour : structure.neighbours()[role]) {
      sum += structure.width(neighbour);
    }
    return sum;
  }

  private static void put(Map<String, int[]> layers, String name, int outputs, int inputs) {
    if (outputs > 0 && inputs > 0) {
      layers.put(name, new int[] {outputs, inputs});
    }
  }
}
