package io.distappguard.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.OperationTable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RadiusChoiceTest {

  @Test
  void theKneeIsWhereTheCurveTurnsUp() {
    assertThat(RadiusChoice.knee(new double[] {0.1, 0.11, 0.12, 0.13, 0.25, 0.6, 0.7, 0.8}))
        .isEqualTo(3);
    assertThat(RadiusChoice.knee(new double[] {0.3, 0.3, 0.3})).isZero();
    assertThat(RadiusChoice.knee(new double[] {0.3})).isZero();
  }

  /** What {@code sorted k-distance} means with weights: others' weights, own not counted. */
  @Test
  void theCurveHoldsTheDistanceToEnoughOthers() {
    Random random = new Random(5);
    OperationTable operations = Chains.operations(10);
    List<Chain> chains = Chains.distinct(random, operations, 3, 12, 50);
    double[] weights = new double[chains.size()];
    Arrays.setAll(weights, i -> 1 + i % 4);

    double[] expected = new double[chains.size()];
    for (int i = 0; i < expected.length; i++) {
      double[] distances = new double[chains.size()];
      for (int j = 0; j < distances.length; j++) {
        distances[j] = ChainDistance.between(chains.get(i), chains.get(j));
      }
      int self = i;
      expected[i] =
          Arrays.stream(distances)
              .sorted()
              .filter(radius -> {
                double weight = 0;
                for (int j = 0; j < distances.length; j++) {
                  weight += j != self && distances[j] <= radius ? weights[j] : 0;
                }
                return weight >= 6;
              })
              .findFirst()
              .orElse(1);
    }
    Arrays.sort(expected);

    assertThat(RadiusChoice.curve(chains, weights, 6)).isEqualTo(expected);
  }

  @Test
  void staysBelowWhereUnrelatedChainsWouldJoin() {
    OperationTable operations = Chains.operations(20);
    List<Chain> single =
        java.util.stream.IntStream.range(1, 15)
            .mapToObj(i -> new Chain(operations, new int[] {2 * i}, new int[] {-1}))
            .toList();

    assertThat(RadiusChoice.of(single, new double[14], 5))
        .isBetween(RadiusChoice.SMALLEST, RadiusChoice.LARGEST);
    assertThat(RadiusChoice.of(List.of(), new double[0], 5)).isEqualTo(RadiusChoice.LARGEST);
  }
}
