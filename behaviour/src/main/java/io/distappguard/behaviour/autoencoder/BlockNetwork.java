package io.distappguard.behaviour.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.Network;
import io.distappguard.learning.training.OwnMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The same forward pass as {@link MicroserviceAutoencoder}, in differentiable operations on
 * batches.
 *
 * <p>Windows run along the last axis, so that taking a feature or a role copies whole rows.
 */
final class BlockNetwork implements Network {

  private final BlockStructure structure;
  private final PaddedWeights padded;
  private final int[][] lossBlocks;
  private final Map<String, Tensor> initial;

  /**
   * A network to train.
   *
   * @param lossBlocks blocks of features whose mean errors the loss is the mean of
   */
  BlockNetwork(BlockStructure structure, int[][] lossBlocks, Map<String, Tensor> initial) {
    this.structure = structure;
    this.lossBlocks = lossBlocks;
    this.padded = new PaddedWeights(structure);
    this.initial = initial;
  }

  PaddedWeights padded() {
    return padded;
  }

  @Override
  public List<Tensor> initialParameters() {
    return padded.pad(initial);
  }

  @Override
  public Loss prepare(NDManager manager) {
    Forward forward = new Forward(manager);
    NDArray weights = OwnMemory.copy(manager, featureWeights(), new Shape(structure.features(), 1));
    return (parameters, input, target) -> {
      NDArray error = forward.reconstruct(parameters, input).sub(target.transpose());
      return error.square().mul(weights).sum(new int[] {0}).mean();
    };
  }

  /** What a feature counts for in the mean over blocks of the mean over a block. */
  private float[] featureWeights() {
    float[] weights = new float[structure.features()];
    long blocks = Arrays.stream(lossBlocks).filter(block -> block.length > 0).count();
    for (int[] block : lossBlocks) {
      for (int feature : block) {
        weights[feature] += 1f / blocks / block.length;
      }
    }
    return weights;
  }

  /** The pass over batches, with the index arrays it needs. */
  final class Forward {

    private final NDArray[] blockRows;
    private final NDArray mixingMask;
    private final NDArray firstPlace;
    private final NDArray secondPlace;

    Forward(NDManager manager) {
      List<PaddedWeights.Group> groups = padded.groups();
      long[] first = new long[structure.features()];
      long[] second = new long[structure.features()];
      Arrays.fill(first, -1);
      blockRows = new NDArray[groups.size()];
      int place = 0;
      for (int index = 0; index < groups.size(); index++) {
        PaddedWeights.Group group = groups.get(index);
        long[] rows = new long[group.roles() * group.block()];
        Arrays.fill(rows, structure.features()); // a row of zeros
        for (int slot = 0; slot < group.roles(); slot++) {
          int[] block = structure.blocks()[padded.order()[group.first() + slot]];
          for (int position = 0; position < block.length; position++) {
            int row = slot * group.block() + position;
            int feature = block[position];
            rows[row] = feature;
            second[feature] = place + row;
            first[feature] = first[feature] < 0 ? place + row : first[feature];
          }
        }
        place += rows.length;
        blockRows[index] = manager.create(rows);
      }
      firstPlace = manager.create(first);
      secondPlace = manager.create(second);
      mixingMask =
          OwnMemory.copy(manager, padded.mixingMask(), new Shape(padded.units(), padded.units()));
    }

    /** Windows {@code [windows, features]} to reconstructions {@code [features, windows]}. */
    NDArray reconstruct(NDList parameters, NDArray windows) {
      NDArray hidden =
          encode(parameters, windows).add(parameters.get(PaddedWeights.ENCODE_BIAS)).tanh();
      NDArray mixed =
          mix(parameters.get(PaddedWeights.MIX), hidden)
              .add(parameters.get(PaddedWeights.MIX_BIAS))
              .tanh();
      NDArray latent =
          parameters
              .get(PaddedWeights.COMPRESS)
              .matMul(mixed)
              .add(parameters.get(PaddedWeights.COMPRESS_BIAS))
              .tanh();
      NDArray expanded =
          parameters
              .get(PaddedWeights.EXPAND)
              .matMul(latent)
              .add(parameters.get(PaddedWeights.EXPAND_BIAS))
              .tanh();
      NDArray unmixed =
          mix(parameters.get(PaddedWeights.UNMIX), expanded)
              .add(parameters.get(PaddedWeights.UNMIX_BIAS))
              .tanh();
      return decode(parameters, unmixed);
    }

    private NDArray encode(NDList parameters, NDArray windows) {
      long count = windows.getShape().get(0);
      NDArray zeros = windows.getManager().zeros(new Shape(1, count));
      NDArray features = windows.transpose().concat(zeros, 0);
      NDList hidden = new NDList();
      for (int index = 0; index < blockRows.length; index++) {
        PaddedWeights.Group group = padded.groups().get(index);
        NDArray block =
            rows(features, blockRows[index]).reshape(group.roles(), group.block(), count);
        hidden.add(
            parameters.get(padded.encodeWeight(index)).matMul(block).reshape(group.units(), count));
      }
      return joinRows(hidden);
    }

    private NDArray mix(NDArray weights, NDArray units) {
      return weights.mul(mixingMask).matMul(units);
    }

    private NDArray decode(NDList parameters, NDArray hidden) {
      long count = hidden.getShape().get(1);
      NDList blocks = new NDList();
      for (int index = 0; index < blockRows.length; index++) {
        PaddedWeights.Group group = padded.groups().get(index);
        NDArray roles =
            hidden
                .get(new NDIndex().addSliceDim(group.unit(), group.unit() + group.units()))
                .reshape(group.roles(), group.width(), count);
        blocks.add(
            parameters
                .get(padded.decodeWeight(index))
                .matMul(roles)
                .add(parameters.get(padded.decodeBias(index)))
                .reshape((long) group.roles() * group.block(), count));
      }
      NDArray all = joinRows(blocks);
      NDArray half = OwnMemory.number(all.getManager(), 0.5f);
      return rows(all, firstPlace).add(rows(all, secondPlace)).mul(half);
    }

    /** DJL's concat gives a copy without gradient where there is but one array. */
    private static NDArray joinRows(NDList arrays) {
      return arrays.size() == 1 ? arrays.singletonOrThrow() : NDArrays.concat(arrays, 0);
    }

    /** Rows of a matrix by index; differentiable, and its gradient adds up in a fixed order. */
    private static NDArray rows(NDArray matrix, NDArray indexes) {
      return indexes
          .getNDArrayInternal()
          .embedding(indexes, matrix, SparseFormat.DENSE)
          .singletonOrThrow();
    }
  }
}
