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
 * least half the largest, so that padding at most doubles the work. Padding starts at zero and
 * stays there: a padded unit is tanh(0), and the gradients of all weights into and out of it are
 * products with that zero.
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
  private final int width;
  private final List<Group> groups = new ArrayList<>();
  private final List<int[]> links = new ArrayList<>();
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
    width = Arrays.stream(order).map(structure::width).max().orElse(0);
    formGroups();
    placeLayers();
  }

  /** Roles of similar block size: positions {@code first} to {@code first + roles - 1}. */
  record Group(int first, int roles, int block) {}

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

  /** Hidden units a role has after padding. */
  int width() {
    return width;
  }

  List<Group> groups() {
    return groups;
  }

  /** Pairs of positions {receiver, source} along which hidden units mix. */
  List<int[]> links() {
    return links;
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

  private void formGroups() {
    int first = 0;
    while (first < order.length) {
      int largest = structure.blocks()[order[first]].length;
      int end = first + 1;
      while (end < order.length && 2 * structure.blocks()[order[end]].length >= largest) {
        end++;
      }
      groups.add(new Group(first, end - first, largest));
      first = end;
    }
  }

  private void placeLayers() {
    int roles = order.length;
    int latent = structure.latentWidth();
    for (int receiver = 0; receiver < roles; receiver++) {
      for (int neighbour : structure.neighbours()[order[receiver]]) {
        if (structure.width(neighbour) > 0) {
          links.add(new int[] {receiver, position(neighbour)});
        }
      }
    }
    shapes.add(List.of(roles, width, 1));
    shapes.add(List.of(links.size(), width, width));
    shapes.add(List.of(roles, width, 1));
    shapes.add(List.of(latent, roles * width));
    shapes.add(List.of(latent, 1));
    shapes.add(List.of(roles * width, latent));
    shapes.add(List.of(roles * width, 1));
    shapes.add(List.of(links.size(), width, width));
    shapes.add(List.of(roles, width, 1));
    for (Group group : groups) {
      shapes.add(List.of(group.roles, width, group.block));
      shapes.add(List.of(group.roles, group.block, width));
      shapes.add(List.of(group.roles, group.block, 1));
    }
    for (int group = 0; group < groups.size(); group++) {
      placeBlocks(group);
    }
    placeMixing(MIX, false);
    placeMixing(UNMIX, true);
    placeLatent(latent);
  }

  private void placeBlocks(int groupIndex) {
    Group group = groups.get(groupIndex);
    for (int slot = 0; slot < group.roles; slot++) {
      int role = order[group.first + slot];
      int block = structure.blocks()[role].length;
      int units = structure.width(role);
      String encode = BlockWeights.encode(role);
      String decode = BlockWeights.decode(role);
      int start = slot * width * group.block;
      parts.add(
          new Part(
              BlockWeights.weight(encode),
              0,
              block,
              units,
              block,
              encodeWeight(groupIndex),
              start,
              group.block));
      parts.add(
          new Part(
              BlockWeights.weight(decode),
              0,
              units,
              block,
              units,
              decodeWeight(groupIndex),
              start,
              width));
      placeVector(BlockWeights.bias(encode), 0, units, ENCODE_BIAS, (group.first + slot) * width);
      placeVector(BlockWeights.bias(decode), 0, block, decodeBias(groupIndex), slot * group.block);
    }
  }

  private void placeMixing(int parameter, boolean mirrored) {
    int[] nextColumn = new int[order.length];
    for (int link = 0; link < links.size(); link++) {
      int receiver = links.get(link)[0];
      int role = order[receiver];
      int units = structure.width(role);
      int sourceUnits = structure.width(order[links.get(link)[1]]);
      String layer = mirrored ? BlockWeights.unmix(role) : BlockWeights.mix(role);
      parts.add(
          new Part(
              BlockWeights.weight(layer),
              nextColumn[receiver],
              neighbourUnits(role),
              units,
              sourceUnits,
              parameter,
              link * width * width,
              width));
      nextColumn[receiver] += sourceUnits;
    }
    for (int position = 0; position < order.length; position++) {
      int role = order[position];
      String layer = mirrored ? BlockWeights.unmix(role) : BlockWeights.mix(role);
      placeVector(
          BlockWeights.bias(layer),
          0,
          structure.width(role),
          mirrored ? UNMIX_BIAS : MIX_BIAS,
          position * width);
    }
  }

  private void placeLatent(int latent) {
    int total = structure.totalWidth();
    int offset = 0;
    for (int role = 0; role < structure.roles().size(); role++) {
      int units = structure.width(role);
      if (units == 0) {
        continue;
      }
      int padded = position(role) * width;
      parts.add(
          new Part(
              BlockWeights.weight(BlockWeights.COMPRESS),
              offset,
              total,
              latent,
              units,
              COMPRESS,
              padded,
              order.length * width));
      parts.add(
          new Part(
              BlockWeights.weight(BlockWeights.EXPAND),
              offset * latent,
              latent,
              units,
              latent,
              EXPAND,
              padded * latent,
              latent));
      placeVector(BlockWeights.bias(BlockWeights.EXPAND), offset, units, EXPAND_BIAS, padded);
      offset += units;
    }
    placeVector(BlockWeights.bias(BlockWeights.COMPRESS), 0, latent, COMPRESS_BIAS, 0);
  }

  private void placeVector(String tensor, int from, int count, int parameter, int to) {
    parts.add(new Part(tensor, from, count, 1, count, parameter, to, count));
  }

  private int neighbourUnits(int role) {
    int sum = 0;
    for (int neighbour : structure.neighbours()[role]) {
      sum += structure.width(neighbour);
    }
    return sum;
  }

  private int position(int role) {
    for (int position = 0; position < order.length; position++) {
      if (order[position] == role) {
        return position;
      }
    }
    throw new IllegalArgumentException("role " + role + ": has no features");
  }
}
