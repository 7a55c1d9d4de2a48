package io.distappguard.behaviour.autoencoder;

import java.util.Arrays;
import java.util.List;

/**
 * Which features belong to which role, and which roles talk to one another: the shape of the
 * autoencoder. The arrays are shared, not copied; nobody may change them afterwards.
 *
 * @param features length of the vector; every feature lies in one or two blocks
 * @param roles names of the roles; the index of a role is its position here
 * @param blocks for each role the sorted indexes of the features whose source or destination it is;
 *     may be empty
 * @param neighbours for each role the sorted indexes of the roles it talks to and itself
 * @param widths of each role's hidden layers; 0 for an empty block
 * @param latentWidth width of the code that all roles share
 */
public record BlockStructure(
    int features,
    List<String> roles,
    int[][] blocks,
    int[][] neighbours,
    int[] widths,
    int latentWidth) {

  private static final int SMALLEST_BLOCK_WIDTH = 4;
  private static final int LARGEST_BLOCK_WIDTH = 32;
  private static final int SMALLEST_LATENT_WIDTH = 8;
  private static final int LARGEST_LATENT_WIDTH = 64;

  public BlockStructure {
    roles = List.copyOf(roles);
    requireOnePerRole("blocks", blocks.length, roles.size());
    requireOnePerRole("neighbours", neighbours.length, roles.size());
    requireOnePerRole("widths", widths.length, roles.size());
    if (latentWidth < 1) {
      throw new IllegalArgumentException("latentWidth: " + latentWidth + " (expected: >= 1)");
    }
    int[] occurrences = new int[features];
    for (int role = 0; role < roles.size(); role++) {
      requireSortedWithin("blocks[" + role + "]", blocks[role], features);
      requireSortedWithin("neighbours[" + role + "]", neighbours[role], roles.size());
      if (Arrays.binarySearch(neighbours[role], role) < 0) {
        throw new IllegalArgumentException(
            "neighbours[" + role + "]: without the role itself (expected: with it)");
      }
      boolean empty = blocks[role].length == 0;
      if (empty ? widths[role] != 0 : widths[role] < 1) {
        throw new IllegalArgumentException(
            "widths["
                + role
                + "]: "
                + widths[role]
                + (empty ? " (expected: 0)" : " (expected: >= 1)"));
      }
      for (int feature : blocks[role]) {
        occurrences[feature]++;
      }
    }
    for (int feature = 0; feature < features; feature++) {
      if (occurrences[feature] < 1 || occurrences[feature] > 2) {
        throw new IllegalArgumentException(
            "feature " + feature + ": in " + occurrences[feature] + " blocks (expected: 1 or 2)");
      }
    }
  }

  /**
   * With the usual widths: a quarter of a role's block, 4 to 32; of the code a quarter of all these
   * together, 8 to 64.
   */
  public BlockStructure(int features, List<String> roles, int[][] blocks, int[][] neighbours) {
    this(features, roles, blocks, neighbours, usualWidths(blocks));
  }

  private BlockStructure(
      int features, List<String> roles, int[][] blocks, int[][] neighbours, int[] widths) {
    this(features, roles, blocks, neighbours, widths, usualLatentWidth(widths));
  }

  private static int[] usualWidths(int[][] blocks) {
    int[] widths = new int[blocks.length];
    for (int role = 0; role < blocks.length; role++) {
      int quarter = Math.ceilDiv(blocks[role].length, 4);
      widths[role] =
          quarter == 0 ? 0 : Math.clamp(quarter, SMALLEST_BLOCK_WIDTH, LARGEST_BLOCK_WIDTH);
    }
    return widths;
  }

  private static int usualLatentWidth(int[] widths) {
    int quarter = Math.ceilDiv(Arrays.stream(widths).sum(), 4);
    return Math.clamp(quarter, SMALLEST_LATENT_WIDTH, LARGEST_LATENT_WIDTH);
  }

  /** Width of a role's hidden layers. */
  public int width(int role) {
    return widths[role];
  }

  /** Sum of the widths of all roles. */
  public int totalWidth() {
    return Arrays.stream(widths).sum();
  }

  /**
   * Mean squared error of each role's block, 0 for an empty block.
   *
   * @param input the window, {@code [features]}
   * @param reconstruction of the window, {@code [features]}
   * @param errors receives one number a role
   */
  public void blockErrors(float[] input, float[] reconstruction, double[] errors) {
    for (int role = 0; role < blocks.length; role++) {
      double sum = 0;
      for (int feature : blocks[role]) {
        double difference = input[feature] - reconstruction[feature];
        sum += difference * difference;
      }
      errors[role] = sum / Math.max(1, blocks[role].length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockStructure that
        && features == that.features
        && roles.equals(that.roles)
        && Arrays.deepEquals(blocks, that.blocks)
        && Arrays.deepEquals(neighbours, that.neighbours)
        && Arrays.equals(widths, that.widths)
        && latentWidth == that.latentWidth;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * roles.hashCode() + Arrays.deepHashCode(blocks))
        + Arrays.deepHashCode(neighbours);
  }

  @Override
  public String toString() {
    return "BlockStructure[" + features + " features, " + roles.size() + " roles]";
  }

  private static void requireOnePerRole(String name, int length, int roles) {
    if (length != roles) {
      throw new IllegalArgumentException(
          name + ": " + length + " entries (expected: " + roles + ", one a role)");
    }
  }

  private static void requireSortedWithin(String name, int[] indexes, int limit) {
    int previous = -1;
    for (int index : indexes) {
      if (index <= previous || index >= limit) {
        throw new IllegalArgumentException(
            name + ": index " + index + " (expected: > " + previous + " and < " + limit + ")");
      }
      previous = index;
    }
  }
}
