package io.distappguard.behaviour.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockStructureTest {

  @Test
  void widthsAreAQuarterOfWhatTheyRead() {
    BlockStructure structure =
        new BlockStructure(
            300,
            List.of("small", "middle", "large", "empty"),
            new int[][] {range(0, 10), range(10, 60), range(60, 300), {}},
            new int[][] {{0, 1}, {0, 1, 2}, {1, 2}, {3}});

    assertThat(structure.width(0)).isEqualTo(4);
    assertThat(structure.width(1)).isEqualTo(13);
    assertThat(structure.width(2)).isEqualTo(32);
    assertThat(structure.width(3)).isZero();
    assertThat(structure.totalWidth()).isEqualTo(49);
    assertThat(structure.latentWidth()).isEqualTo(13);
  }

  @Test
  void aFeatureOfNoBlockIsRefused() {
    assertThatThrownBy(
            () -> new BlockStructure(2, List.of("a"), new int[][] {{0}}, new int[][] {{0}}))
        .hasMessage("feature 1: in 0 blocks (expected: 1 or 2)");
  }

  @Test
  void anUnsortedBlockIsRefused() {
    assertThatThrownBy(
            () -> new BlockStructure(2, List.of("a"), new int[][] {{1, 0}}, new int[][] {{0}}))
        .hasMessage("blocks[0]: index 0 (expected: > 1 and < 2)");
  }

  @Test
  void aRoleIsItsOwnNeighbour() {
    assertThatThrownBy(
            () -> new BlockStructure(1, List.of("a"), new int[][] {{0}}, new int[][] {{}}))
        .hasMessage("neighbours[0]: without the role itself (expected: with it)");
  }

  @Test
  void widthsCanBeChosen() {
    BlockStructure structure = twoRoles(new int[] {7, 0}, 3);

    assertThat(structure.width(0)).isEqualTo(7);
    assertThat(structure.totalWidth()).isEqualTo(7);
    assertThat(structure.latentWidth()).isEqualTo(3);
    assertThat(structure).isNotEqualTo(twoRoles(new int[] {6, 0}, 3));
    assertThat(structure).isNotEqualTo(twoRoles(new int[] {7, 0}, 2));
  }

  @Test
  void aBlockWithoutWidthAndAWidthWithoutBlockAreRefused() {
    assertThatThrownBy(() -> twoRoles(new int[] {0, 0}, 3))
        .hasMessage("widths[0]: 0 (expected: >= 1)");
    assertThatThrownBy(() -> twoRoles(new int[] {7, 1}, 3))
        .hasMessage("widths[1]: 1 (expected: 0)");
    assertThatThrownBy(() -> twoRoles(new int[] {7, 0}, 0))
        .hasMessage("latentWidth: 0 (expected: >= 1)");
  }

  /** One with all features, one with none. */
  private static BlockStructure twoRoles(int[] widths, int latentWidth) {
    return new BlockStructure(
        20,
        List.of("all", "empty"),
        new int[][] {range(0, 20), {}},
        new int[][] {{0}, {1}},
        widths,
        latentWidth);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
