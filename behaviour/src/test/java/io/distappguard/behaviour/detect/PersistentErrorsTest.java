package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PersistentErrorsTest {

  private static final int WINDOWS = 4;
  private static final long HOP = 5_000;

  private final PersistentErrors errors = new PersistentErrors(WINDOWS, 2);

  private float[] add(int window, float first, float second) {
    return errors.add(window * HOP, (window + 1) * HOP, new float[] {first, second});
  }

  @Test
  void missingWindowsCountAsWithoutError() {
    assertThat(add(0, 4, -8)).containsExactly(1, -2);
    assertThat(add(1, 4, -8)).containsExactly(2, -4);
  }

  @Test
  void aChangeThatLastsStaysAndChanceCancels() {
    for (int window = 0; window < WINDOWS; window++) {
      add(window, 3, window % 2 == 0 ? 3 : -3);
    }
    assertThat(add(WINDOWS, 3, 3)).containsExactly(3, 0);
  }

  @Test
  void windowsLeaveTheAverageInTheirOrder() {
    add(0, 40, 0);
    for (int window = 1; window < WINDOWS; window++) {
      assertThat(add(window, 0, 0)[0]).isEqualTo(10);
    }
    assertThat(add(WINDOWS, 0, 0)[0]).isZero();
  }

  @Test
  void afterAGapItBeginsAnew() {
    add(0, 8, 8);
    add(1, 8, 8);
    assertThat(add(3, 8, 8)).containsExactly(2, 2);
  }

  @Test
  void windowsThatSlideFollowOneAnother() {
    errors.add(0, 60_000, new float[] {4, 4});
    assertThat(errors.add(5_000, 65_000, new float[] {4, 4})).containsExactly(2, 2);
  }

  @Property
  void itIsTheMeanOfTheLastWindows(
      @ForAll @IntRange(min = 1, max = 8) int windows, @ForAll long seed) {
    PersistentErrors average = new PersistentErrors(windows, 1);
    Random random = new Random(seed);
    float[] all = new float[20];
    for (int window = 0; window < all.length; window++) {
      all[window] = (float) random.nextGaussian();
      float[] mean = average.add(window * HOP, (window + 1) * HOP, new float[] {all[window]});
      double expected = 0;
      for (int past = Math.max(0, window - windows + 1); past <= window; past++) {
        expected += all[past] / (double) windows;
      }
      assertThat((double) mean[0]).isCloseTo(expected, within(1e-5));
    }
  }
}
