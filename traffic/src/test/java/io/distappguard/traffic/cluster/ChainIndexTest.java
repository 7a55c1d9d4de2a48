package io.distappguard.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.OperationTable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChainIndexTest {

  @Property(tries = 200)
  void findsExactlyTheChainsWithinTheRadius(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int percent) {
    Random random = new Random(seed);
    OperationTable operations = Chains.operations(3 + random.nextInt(20));
    List<Chain> chains =
        Chains.distinct(random, operations, 1 + random.nextInt(6), 1 + random.nextInt(30), 60);
    double radius = percent / 100.0;
    if (percent % 2 == 1 && chains.size() > 1) {
      radius = ChainDistance.between(chains.get(0), chains.get(1)); // at the edge
    }
    ChainIndex index = new ChainIndex(chains, radius);
    int[] found = new int[chains.size()];

    for (int point = 0; point < chains.size(); point++) {
      int count = index.of(point, found);
      assertThat(result(index, found, count)).isEqualTo(near(chains, chains.get(point), radius));
    }
    int unknown = operations.number("unknown", "run");
    Chain stranger = Chains.random(random, operations, 20);
    Chain known = Chains.variant(random, operations, chains.get(0));
    for (Chain chain : List.of(stranger, known)) {
      int count = index.within(chain, found);
      assertThat(result(index, found, count)).isEqualTo(near(chains, chain, radius));
    }
    assertThat(unknown).isPositive();
  }

  @Test
  void nothingIsNearInAnEmptyIndex() {
    OperationTable operations = Chains.operations(3);
    Chain chain = Chains.random(new Random(1), operations, 5);

    assertThat(new ChainIndex(List.of(), 0.3).within(chain, new int[0])).isZero();
  }

  private static Map<Integer, Double> result(ChainIndex index, int[] found, int count) {
    Map<Integer, Double> result = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      assertThat(result.put(found[i], index.distance(i))).isNull();
    }
    return result;
  }

  private static Map<Integer, Double> near(List<Chain> chains, Chain from, double radius) {
    Map<Integer, Double> near = new TreeMap<>();
    for (int i = 0; i < chains.size(); i++) {
      double distance = ChainDistance.between(from, chains.get(i));
      if (distance <= radius) {
        near.put(i, distance);
      }
    }
    return near;
  }
}
