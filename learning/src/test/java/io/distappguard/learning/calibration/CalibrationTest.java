package io.distappguard.learning.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void theThresholdIsTheLargestRankTheRateAllows() {
    double[] scores = IntStream.range(0, 999).mapToDouble(i -> (i * 7) % 999).toArray();

    assertThat(Calibration.of(scores, 0.01)).isEqualTo(new Calibration(989, 999, 10));
    assertThat(Calibration.of(scores, 0.01).expectedRate()).isEqualTo(0.01);
    assertThat(Calibration.of(scores, 1e-4)).isEqualTo(new Calibration(998, 999, 1));
  }

  @Test
  void furtherBenignWindowsAlarmAtTheExpectedRate() {
    Random random = new Random(5);
    long alarms = 0;
    for (int round = 0; round < 400; round++) {
      Calibration calibration = Calibration.of(lognormal(random, 199), 0.02);
      for (double score : lognormal(random, 200)) {
        alarms += score > calibration.threshold() ? 1 : 0;
      }
    }

    assertThat(alarms / 80_000.0).isCloseTo(0.02, within(0.002));
  }

  @Test
  void saysWhatItPromisesAndWhatMoreWouldTake() {
    assertThat(new Calibration(1.7, 962, 1).promise())
        .isEqualTo(
            "at most 0.31 % of benign windows raise a false alarm, with 95 % confidence (expected"
                + " 0.1 %; set on 962 benign windows, taken as independent, 0 above); to promise"
                + " 0.01 % takes 29,956 windows and none above");
    assertThat(new Calibration(1.7, 29_956, 1).promise())
        .startsWith("at most 0.01 % of benign windows")
        .endsWith("0 above)");
  }

  @Test
  void tooFewWindowsAreRefusedWithTheReason() {
    assertThatThrownBy(() -> Calibration.of(new double[58], 1e-4))
        .isInstanceOf(TooFewWindowsException.class)
        .hasMessage(
            "calibration: 58 benign windows (expected: >= 59; record longer, 29956 promise 0.01 %"
                + " false alarms)");
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() {
    double[] scores = new double[100];
    scores[3] = Double.NaN;

    assertThatThrownBy(() -> Calibration.of(scores, 1e-4))
        .hasMessage("threshold: NaN (expected: finite)");
  }

  private static double[] lognormal(Random random, int count) {
    return IntStream.range(0, count).mapToDouble(i -> Math.exp(random.nextGaussian())).toArray();
  }
}
