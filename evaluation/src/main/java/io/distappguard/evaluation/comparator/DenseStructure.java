package io.distappguard.evaluation.comparator;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The shape of a dense autoencoder that stands in our network's place: one block of all features
 * instead of one a role. Every layer is then fully connected, and there are as many as in ours.
 * Everything about the detector but the network stays as it is, the loss included, so what differs
 * is what the roles in the network are worth.
 */
public enum DenseStructure implements UnaryOperator<BlockStructure> {
  /** The widest that has no more weights than ours, and so much narrower. */
  EQUAL_PARAMETERS("dense autoencoder, equal parameters"),

  /** As wide as all roles of ours together, and so with many more weights. */
  EQUAL_WIDTH("dense autoencoder, equal width");

  private static final int SMALLEST_CODE = 8;
  private static final int LARGEST_CODE = 64;

  private final String title;

  DenseStructure(String title) {
    this.title = title;
  }

  /** What it is called in reports. */
  public String title() {
    return title;
  }

  @Override
  public BlockStructure apply(BlockStructure ours) {
    return switch (this) {
      case EQUAL_PARAMETERS -> {
        int budget = MicroserviceAutoencoder.untrained(ours, 0).parameterCount();
        yield widestWithin(budget, ours.features());
      }
      case EQUAL_WIDTH -> dense(ours.features(), ours.totalWidth(), ours.latentWidth());
    };
  }

  private static BlockStructure widestWithin(int parameters, int features) {
    int width = 1;
    while (parameterCount(features, width + 1, codeWidth(width + 1)) <= parameters) {
      width++;
    }
    return dense(features, width, codeWidth(width));
  }

  private static BlockStructure dense(int features, int hidden, int code) {
    int[] all = IntStream.range(0, features).toArray();
    return new BlockStructure(
        features, List.of("all"), new int[][] {all}, new int[][] {{0}}, new int[] {hidden}, code);
  }

  static int parameterCount(BlockStructure dense) {
    return Math.toIntExact(
        parameterCount(dense.features(), dense.totalWidth(), dense.latentWidth()));
  }

  private static long parameterCount(long features, long hidden, long code) {
    return 2 * (features * hidden + hidden * hidden + hidden * code) + 4 * hidden + code + features;
  }

  private static int codeWidth(int hidden) {
    return Math.clamp(Math.ceilDiv(hidden, 4), SMALLEST_CODE, LARGEST_CODE);
  }
}
