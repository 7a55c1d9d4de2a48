package io.distappguard.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.OperationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ChainDistanceTest {

  private static final OperationTable OPERATIONS = Chains.operations(12);

  @Property(tries = 500)
  void agreesWithTheDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int longest) {
    Random random = new Random(seed);
    Chain left = Chains.random(random, OPERATIONS, longest);
    Chain right =
        random.nextBoolean()
            ? Chains.random(random, OPERATIONS, longest)
            : Chains.variant(random, OPERATIONS, left);

    double distance = ChainDistance.between(left, right);

    assertThat(distance).isEqualTo(defined(left, right)).isBetween(0.0, 1.0);
    assertThat(ChainDistance.between(right, left)).isEqualTo(distance);
    assertThat(distance == 0).isEqualTo(left.equals(right));
  }

  @Property(tries = 500)
  void givesTheDistanceWithinARadiusAndFarBeyond(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int percent) {
    Random random = new Random(seed);
    Chain left = Chains.random(random, OPERATIONS, 100);
    Chain right = Chains.variant(random, OPERATIONS, left);
    double exact = ChainDistance.between(left, right);
    double radius = percent == 0 ? exact : percent / 100.0;
    ChainDistance distance = new ChainDistance();
    distance.from(left);

    assertThat(distance.within(right, radius))
        .isEqualTo(exact <= radius ? exact : ChainDistance.FAR);
  }

  @Test
  void chainsOfOneCallDifferByTheirCall() {
    Chain login = chain(new int[] {2}, -1);
    Chain failedLogin = chain(new int[] {3}, -1);

    assertThat(ChainDistance.between(login, failedLogin)).isEqualTo(0.5);
    assertThat(ChainDistance.between(login, login)).isZero();
  }

  @Test
  void isNoMetric() {
    Chain ab = chain(new int[] {2, 4, 6}, -1, 0, 0);
    Chain abc = chain(new int[] {2, 4, 6, 8}, -1, 0, 0, 0);
    Chain bc = chain(new int[] {2, 6, 8}, -1, 0, 0);

    assertThat(ChainDistance.between(ab, bc)).isEqualTo(2 / 3.0, Offset.offset(1e-12));
    assertThat(ChainDistance.between(ab, abc) + ChainDistance.between(abc, bc))
        .isEqualTo(7 / 12.0, Offset.offset(1e-12));
  }

  @Test
  void veryLongAndDeepChainsAreMeasured() {
    int length = 10_000;
    int[] elements = new int[length];
    int[] line = new int[length];
    int[] star = new int[length];
    for (int i = 0; i < length; i++) {
      elements[i] = i % 5 * 2;
      line[i] = i - 1;
      star[i] = i == 0 ? -1 : 0;
    }
    Chain deep = chain(elements, line);
    elements[7_000] ^= 1;
    Chain alsoDeep = chain(elements, line);

    assertThat(ChainDistance.between(deep, alsoDeep)).isEqualTo(0.5 / length);
    assertThat(ChainDistance.between(deep, chain(elements, star))).isGreaterThan(0.2);
  }

  @Test
  void aChainToMeasureFromIsNeeded() {
    assertThatThrownBy(() -> new ChainDistance().within(chain(new int[] {2}, -1), 1))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Chain chain(int[] elements, int... parents) {
    return new Chain(OPERATIONS, elements, parents);
  }

  private static double defined(Chain left, Chain right) {
    List<Long> rest = edges(right);
    int common = 0;
    for (Long edge : edges(left)) {
      common += rest.remove(edge) ? 1 : 0;
    }
    int all = left.edgeCount() + right.edgeCount() - common;
    double jaccard = all == 0 ? 1 : (double) common / all;
    int longer = Math.max(left.length(), right.length());
    return 0.5 * (1 - jaccard) + 0.5 * ((double) edits(left.elements(), right.elements()) / longer);
  }

  private static List<Long> edges(Chain chain) {
    List<Long> edges = new ArrayList<>();
    for (int i = 1; i < chain.length(); i++) {
      edges.add(chain.operation(chain.parent(i)) * 1_000_000L + chain.operation(i));
    }
    return edges;
  }

  private static int edits(int[] left, int[] right) {
    int[][] table = new int[left.length + 1][right.length + 1];
    for (int i = 0; i <= left.length; i++) {
      for (int j = 0; j <= right.length; j++) {
        table[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    Math.min(table[i - 1][j], table[i][j - 1]) + 1,
                    table[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
      }
    }
    return table[left.length][right.length];
  }
}
