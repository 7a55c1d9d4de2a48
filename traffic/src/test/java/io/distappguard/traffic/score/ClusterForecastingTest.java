package io.distappguard.traffic.score;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.SeriesScaling;
import org.junit.jupiter.api.Test;

class ClusterForecastingTest {

  private static final float[] EXTERNAL = new float[ExternalFeatures.COUNT];

  private final ClusterForecasting forecasting =
      new ClusterForecasting(
          new SeriesScaling(new float[][] {{9, 0, 7}}, new float[][] {{1, 0.1f, 0.25f}}),
          new LastValue(4),
          new ResidualScales(new float[] {1.5f, 1, 1}),
          1);

  @Test
  void whatIsUsualIsRememberedAsItWas() {
    fill(0);
    forecasting.remember(next(2.5f));
    assertThat(next(0).forecast()[0]).isEqualTo(2.5f);
  }

  @Test
  void whatIsFarOffIsRememberedAsTwoUsualDeviationsOff() {
    fill(0);
    forecasting.remember(next(40));
    ClusterResidual second = next(40);
    assertThat(second.forecast()[0]).isEqualTo(2 * 1.5f);
    forecasting.remember(second);
    // Followed in the end: what lasts becomes the usual, a step at a time.
    assertThat(next(40).forecast()[0]).isEqualTo(4 * 1.5f);
  }

  @Test
  void anAlarmedWindowIsRememberedByItsForecast() {
    fill(1);
    forecasting.rememberForecast(next(40));
    assertThat(forecasting.isFedBack()).isTrue();
    assertThat(next(40).forecast()[0]).isEqualTo(1);
  }

  private void fill(float calls) {
    for (int step = 0; step < 4; step++) {
      assertThat(forecasting.next(new float[] {calls, 0, 0}, EXTERNAL, 1)).isNull();
    }
  }

  private ClusterResidual next(float calls) {
    return requireNonNull(forecasting.next(new float[] {calls, 0, 0}, EXTERNAL, 1));
  }
}
