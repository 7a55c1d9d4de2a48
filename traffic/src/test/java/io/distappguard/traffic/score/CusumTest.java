package io.distappguard.traffic.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CusumTest {

  @Test
  void aSmallShiftThatLastsAddsUpAndNoiseDoesNot() {
    SplittableRandom random = new SplittableRandom(3);
    Cusum noise = new Cusum();
    Cusum shifted = new Cusum();
    double most = 0;
    for (int window = 0; window < 200; window++) {
      double residual = random.nextGaussian();
      most = Math.max(most, noise.add(residual, Double.POSITIVE_INFINITY));
      shifted.add(residual + 1, Double.POSITIVE_INFINITY);
    }
    assertThat(shifted.value()).isGreaterThan(4 * most);
  }

  @Test
  void itSeesLessAsWellAsMore() {
    Cusum cusum = new Cusum();
    for (int window = 0; window < 20; window++) {
      cusum.add(-1.5, Double.POSITIVE_INFINITY);
    }
    assertThat(cusum.value()).isEqualTo(20);
  }

  @Test
  void theCapLetsItForgetSoon() {
    Cusum cusum = new Cusum();
    for (int window = 0; window < 1000; window++) {
      cusum.add(50, 12);
    }
    int windows = 0;
    while (cusum.add(0, 12) > 0) {
      windows++;
    }
    assertThat(windows).isLessThan(30);
  }
}
