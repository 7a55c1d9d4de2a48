package io.distappguard.traffic.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TailStrengthTest {

  @Test
  void itIsTheLogarithmOfTheProbabilityWhereScoresAreExponential() {
    SplittableRandom random = new SplittableRandom(7);
    double[] benign = new double[20_000];
    for (int index = 0; index < benign.length; index++) {
      benign[index] = -Math.log(1 - random.nextDouble());
    }
    TailStrength strength = TailStrength.fit(benign, 0.01);
    for (double digits = 1; digits <= 6; digits++) {
      double score = digits * Math.log(10);
      assertThat(strength.of(score)).isCloseTo(digits, within(0.05 * digits));
    }
  }

  @Property
  void aLargerScoreIsNeverWeakerAndTheInverseGivesItBack(
      @ForAll @DoubleRange(min = 0, max = 100) double score,
      @ForAll @DoubleRange(min = 0, max = 100) double more) {
    TailStrength strength = new TailStrength(2, 0.7);
    assertThat(strength.of(score + more)).isGreaterThanOrEqualTo(strength.of(score));
    assertThat(strength.scoreOf(strength.of(score))).isCloseTo(score, within(1e-9 * (1 + score)));
  }

  @Test
  void scoresThatNeverVaryStillLeaveRoomForChance() {
    TailStrength strength = TailStrength.fit(new double[100], 2);
    assertThat(strength.of(1.9)).isLessThan(1);
    assertThat(strength.of(10)).isGreaterThan(5);
  }
}
