package io.distappguard.evaluation.comparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.evaluation.comparator.TraceFrequencyDistance.Distance;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceFrequencyDistanceTest {

  @Test
  void distancesAreThoseOfTheirDefinitions() {
    float[] left = {1, 0};
    float[] right = {1, 1};

    assertThat(Distance.COSINE.between(left, right)).isCloseTo(1 - Math.sqrt(0.5), within(1e-12));
    assertThat(Distance.EUCLIDEAN.between(left, right)).isEqualTo(1);
    // of (1, 0) and (1/2, 1/2): middle (3/4, 1/4)
    double divergence = 0.5 * log2(4 / 3.0) + 0.5 * (0.5 * log2(2 / 3.0) + 0.5 * log2(2));
    assertThat(Distance.JENSEN_SHANNON.between(left, right))
        .isCloseTo(Math.sqrt(divergence), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void equalVectorsAreNotApart(Distance distance) {
    assertThat(distance.between(new float[] {3, 1, 0}, new float[] {3, 1, 0}))
        .isCloseTo(0, within(1e-7));
    assertThat(distance.between(new float[2], new float[2])).isZero();
  }

  @Test
  void vectorsWithNothingInCommonAreOneApart() {
    float[] left = {2, 0};
    float[] right = {0, 5};

    assertThat(Distance.COSINE.between(left, right)).isEqualTo(1);
    assertThat(Distance.JENSEN_SHANNON.between(left, right)).isCloseTo(1, within(1e-12));
    assertThat(Distance.COSINE.between(left, new float[2])).isEqualTo(1);
    assertThat(Distance.JENSEN_SHANNON.between(new float[2], right)).isEqualTo(1);
  }

  @Test
  void theThresholdIsTheMeanAndTwoDeviationsOfTrainingsDistances() {
    // mean vector (2, 0); distances 2, 1, 0, 1, 2
    float[][] training = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}};

    TraceFrequencyDistance learned = TraceFrequencyDistance.learn(Distance.EUCLIDEAN, training);

    assertThat(learned.threshold())
        .isCloseTo(1.2 + 2 * Math.sqrt((0.64 + 0.04 + 1.44 + 0.04 + 0.64) / 4), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void aBurstOfOneChainStandsOut(Distance distance) {
    SplittableRandom random = new SplittableRandom(4);
    TraceFrequencyDistance learned = TraceFrequencyDistance.learn(distance, benign(300, random));
    double calibrated = learned.calibrated(benign(200, random), 1e-4).threshold();

    double burst = learned.score(new float[] {20, 10, 80, 0});

    assertThat(burst).isGreaterThan(learned.threshold()).isGreaterThan(calibrated);
  }

  @Test
  void moreOfAllIsSeenByTheLengthAlone() {
    float[][] training = benign(300, new SplittableRandom(5));
    float[] flood = {200, 100, 50, 0};

    assertThat(alarm(Distance.EUCLIDEAN, training, flood)).isTrue();
    assertThat(alarm(Distance.COSINE, training, flood)).isFalse();
    assertThat(alarm(Distance.JENSEN_SHANNON, training, flood)).isFalse();
  }

  @Test
  void chainsThatTrainingLacksShareTheLastSlot() {
    ChainFrequencies<String> frequencies =
        ChainFrequencies.of(List.of(Map.of("read", 3), Map.of("login", 1, "read", 2)));

    float[] vector = frequencies.vector(Map.of("read", 5, "drop", 2, "dump", 1));

    assertThat(vector).hasSize(3).endsWith(3);
    assertThat(vector[0] + vector[1]).isEqualTo(5);
  }

  private static boolean alarm(Distance distance, float[][] training, float[] window) {
    TraceFrequencyDistance learned = TraceFrequencyDistance.learn(distance, training);
    return learned.score(window) > learned.threshold();
  }

  /** Three chains at about 20, 10 and 5 a window, and none unseen. */
  private static float[][] benign(int windows, SplittableRandom random) {
    float[][] vectors = new float[windows][4];
    for (float[] vector : vectors) {
      vector[0] = 16 + random.nextInt(9);
      vector[1] = 8 + random.nextInt(5);
      vector[2] = 3 + random.nextInt(5);
    }
    return vectors;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
