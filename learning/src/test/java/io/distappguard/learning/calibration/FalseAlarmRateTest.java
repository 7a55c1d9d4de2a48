package io.distappguard.learning.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseAlarmRateTest {

  /**
   * Bounds that solve the binomial tail exactly; 0 of n and n of n have closed forms, the others
   * are R's {@code binom.test(x, n, conf.level = 0.90)}, whose sides are one-sided 95 % bounds.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.2588656",
    "1, 10, 0.005116197, 0.3941633",
    "5, 10, 0.2224411, 0.7775589",
    "10, 10, 0.7411344, 1",
    "0, 29956, 0, 0.0000999995"
  })
  void agreesWithKnownBounds(long alarms, long windows, double lower, double upper) {
    FalseAlarmRate rate = new FalseAlarmRate(alarms, windows);

    assertThat(rate.lowerBound(0.95)).isCloseTo(lower, within(1e-6));
    assertThat(rate.upperBound(0.95)).isCloseTo(upper, within(1e-6));
  }

  @Test
  void aTenThousandthTakesThirtyThousandWindows() {
    assertThat(FalseAlarmRate.windowsToPromise(1e-4, 0.95)).isEqualTo(29_956);
    assertThat(FalseAlarmRate.windowsToPromise(0.05, 0.95)).isEqualTo(59);
  }

  /** The bound is where seeing so few alarms would have had a chance of 5 %. */
  @Test
  void theUpperBoundSolvesTheBinomialTail() {
    for (int alarms = 0; alarms < 8; alarms++) {
      double bound = new FalseAlarmRate(alarms, 300).upperBound(0.95);

      assertThat(binomialTail(alarms, 300, bound)).isCloseTo(0.05, within(1e-9));
    }
  }

  private static double binomialTail(int most, int trials, double rate) {
    double sum = 0;
    double choose = 1;
    for (int count = 0; count <= most; count++) {
      sum += choose * Math.pow(rate, count) * Math.pow(1 - rate, trials - count);
      choose = choose * (trials - count) / (count + 1);
    }
    return sum;
  }
}
