package io.distappguard.behaviour.autoencoder;

import io.distappguard.learning.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where each role's small weights stand in a few large, padded tensors, so that one batched matrix
 * product serves many roles.
 *
 * <p>Roles are ordered by falling block size and grouped: within a group the smallest block is at
 * least half the largest, so that padding at most doubles the work. Mixing is one masked matrix
 * over all hidden units: they are few, and hundreds of tiny products cost more (see RATIONALE.md
 * beside this file). Padding starts at zero and stays there: a padded unit is tanh(0), and the
 * gradients of all weights into and out of it are products with that zero.
 */
final class PaddedWeights {

  // Places of the tensors that all groups share; those of the groups follow.
  static final int ENCODE_BIAS = 0;
  static final int MIX = 1;
  static final int MIX_BIAS = 2;
  static final int COMPRESS = 3;
  static final int COMPRESS_BIAS = 4;
  static final int EXPAND = 5;
  static final int EXPAND_BIAS = 6;
  static final int UNMIX = 7;
  static final int UNMIX_BIAS = 8;
  private static final int FIRST_GROUP = 9;
  private static final int TENSORS_A_GROUP = 3;

  private final BlockStructure structure;
  private final int[] order;
  private final int units;
  private final List<Group> groups = new ArrayList<>();
  private final List<List<Integer>> shapes = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  PaddedWeights(BlockStructure structure) {
    this.structure = structure;
    int[][] blocks = structure.blocks();
    order =
        IntStream.range(0, blocks.length)
            .boxed()
            .filter(role -> blocks[role].length > 0)
            .sorted(Comparator.comparingInt(role -> -blocks[role].length))
            .mapToInt(Integer::intValue)
            .toArray();
    units = formGroups();
    placeLayers();
  }

  /**
   * Roles of similar block size: positions {@code first} to {@code first + roles - 1}, each padded
   * to {@code block} features and {@code width} hidden units; the first of these units is {@code
   * unit} among all.
   */
  record Group(int first, int roles, int block, int width, int unit) {

    int units() {
      return roles * width;
    }
  }

  /** A matrix of a named tensor and its place in a padded one; strides between rows. */
  private record Part(
      String tensor,
      int from,
      int stride,
      int rows,
      int columns,
      int parameter,
      int to,
      int step) {}

  /** Roles with features, in the order of the padded tensors. */
  int[] order() {
    return order;
  }

  /** Hidden units of all roles after padding. */
  int units() {
    return units;
  }

  List<Group> groups() {
    return groups;
  }

  /** {@code [units, units]}: 1 where the unit of the column may flow into that of the row. */
  float[] mixingMask() {
    float[] mask = new float[units * units];
    for (int role : order) {
      for (int neighbour : structure.neighbours()[role]) {
        int from = structure.width(neighbour) == 0 ? 0 : unit(neighbour);
        for (int row = unit(role); row < unit(role) + structure.width(role); row++) {
          Arrays.fill(
              mask, row * units + from, row * units + from + structure.width(neighbour), 1f);
        }
      }
    }
    return mask;
  }

  int encodeWeight(int group) {
    return FIRST_GROUP + TENSORS_A_GROUP * group;
  }

  int decodeWeight(int group) {
    return encodeWeight(group) + 1;
  }

  int decodeBias(int group) {
    return encodeWeight(group) + 2;
  }

  List<Tensor> pad(Map<String, Tensor> tensors) {
    List<Tensor> padded = new ArrayList<>();
    for (List<Integer> shape : shapes) {
      padded.add(new Tensor(shape, new float[shape.stream().reduce(1, Math::multiplyExact)]));
    }
    for (Part part : parts) {
      Tensor tensor = tensors.get(part.tensor);
      if (tensor == null) {
        throw new IllegalArgumentException("tensor " + part.tensor + ": missing");
      }
      float[] target = padded.get(part.parameter).values();
      for (int row = 0; row < part.rows; row++) {
        System.arraycopy(
            tensor.values(),
            part.from + row * part.stride,
            target,
            part.to + row * part.step,
            part.columns);
      }
    }
    return padded;
  }

  Map<String, Tensor> unpad(List<Tensor> padded) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    BlockWeights.layers(structure)
        .forEach((layer, shape) -> {
          tensors.put(
              BlockWeights.weight(layer),
              Tensor.matrix(shape[0], shape[1], new float[shape[0] * shape[1]]));
          tensors.put(BlockWeights.bias(layer), Tensor.vector(new float[shape[0]]));
        });
    for (Part part : parts) {
      Tensor tensor = tensors.get(part.tensor);
      if (tensor == null) {
        throw new IllegalStateException("tensor " + part.tensor + ": no layer of this structure");
      }
      float[] source = padded.get(part.parameter).values();
      for (int row = 0; row < part.rows; row++) {
        System.arraycopy(
            source,
            part.to + row * part.step,
            tensor.values(),
            part.from + row * part.stride,
            part.columns);
      }
    }
    return tensors;
  }

  private int formGroups() {
    int unit = 0;
    int first = 0;
    while (first < order.length) {
      int largest = structure.blocks()[order[first]].length;
      int width = 0;
      int end = first;
      while (end < order.length && 2 * structure.blocks()[order[end]].length >= largest) {
        width = Math.max(width, structure.width(order[end]));
        end++;
      }
      Group group = new Group(first, end - first, largest, width, unit);
      groups.add(group);
      unit += group.units();
      first = end;
    }
    return unit;
  }

  private void placeLayers() {
    int latent = structure.latentWidth();
    shapes.add(List.of(units, 1));
    shapes.add(List.of(units, units));
    shapes.add(List.of(units, 1));
    shapes.add(List.of(latent, units));
    shapes.add(List.of(latent, 1));
    shapes.add(List.of(units, latent));
    shapes.add(List.of(units, 1));
    shapes.add(List.of(units, units));
    shapes.add(List.of(units, 1));
    for (Group group : groups) {
      shapes.add(List.of(group.roles, group.width, group.block));
      shapes.add(List.of(group.roles, group.block, group.width));
      shapes.add(List.of(group.roles, group.block, 1));
    }
    for (int group = 0; group < groups.size(); group++) {
      placeBlocks(group);
    }
    for (int role : order) {
      placeMixing(role, BlockWeights.mix(role), MIX, MIX_BIAS);
      placeMixing(role, BlockWeights.unmix(role), UNMIX, UNMIX_BIAS);
    }
    placeLatent(latent);
  }

  private void placeBlocks(int index) {
    Group group = groups.get(index);
    for (int slot = 0; slot < group.roles; slot++) {
      int role = order[group.first + slot];
      int block = structure.blocks()[role].length;
      int width = structure.width(role);
      int start = slot * group.width * group.block;
      String encode = BlockWeights.encode(role);
      String decode = BlockWeights.decode(role);
      String weight = BlockWeights.weight(encode);
      parts.add(new Part(weight, 0, block, width, block, encodeWeight(index), start, group.block));
      weight = BlockWeights.weight(decode);
      parts.add(new Part(weight, 0, width, block, width, decodeWeight(index), start, group.width));
      placeVector(BlockWeights.bias(encode), 0, width, ENCODE_BIAS, unit(role));
      placeVector(BlockWeights.bias(decode), 0, block, decodeBias(index), slot * group.block);
    }
  }

  private void placeMixing(int role, String layer, int weight, int bias) {
    int width = structure.width(role);
    int[] neighbours = structure.neighbours()[role];
    int columns = Arrays.stream(neighbours).map(structure::width).sum();
    int column = 0;
    for (int neighbour : neighbours) {
      int sourceWidth = structure.width(neighbour);
      if (sourceWidth > 0) {
        int start = unit(role) * units + unit(neighbour);
        String name = BlockWeights.weight(layer);
        parts.add(new Part(name, column, columns, width, sourceWidth, weight, start, units));
        column += sourceWidth;
      }
    }
    placeVector(BlockWeights.bias(layer), 0, width, bias, unit(role));
  }

  private void placeLatent(int latent) {
    int total = structure.totalWidth();
    String compress = BlockWeights.weight(BlockWeights.COMPRESS);
    String expand = BlockWeights.weight(BlockWeights.EXPAND);
    int offset = 0;
    for (int role = 0; role < structure.roles().size(); role++) {
      int width = structure.width(role);
      if (width > 0) {
        int unit = unit(role);
        parts.add(new Part(compress, offset, total, latent, width, COMPRESS, unit, units));
        parts.add(
            new Part(
                expand, offset * latent, latent, width, latent, EXPAND, unit * latent, latent));
        placeVector(BlockWeights.bias(BlockWeights.EXPAND), offset, width, EXPAND_BIAS, unit);
        offset += width;
      }
    }
    placeVector(BlockWeights.bias(BlockWeights.COMPRESS), 0, latent, COMPRESS_BIAS, 0);
  }

  private void placeVector(String tensor, int from, int count, int parameter, int to) {
    parts.add(new Part(tensor, from, count, 1, count, parameter, to, count));
  }

  /** The first of a role's hidden units among all. */
  private int unit(int role) {
    for (Group group : groups) {
      for (int slot = 0; slot < group.roles; slot++) {
        if (order[group.first + slot] == role) {
          return group.unit + slot * group.width;
        }
      }
    }
    throw new IllegalArgumentException("role " + role + ": has no features");
  }
}
