package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.GraphSeries;
import java.util.Arrays;

/** Series are put side by side only where they have the same steps. */
final class SameSteps {

  private SameSteps() {}

  static void require(String name, GraphSeries series, String otherName, GraphSeries other) {
    if (!Arrays.equals(series.startMillis(), other.startMillis())
        || !Arrays.equals(series.stretch(), other.stretch())
        || series.features() != other.features()
        || series.externals() != other.externals()) {
      throw new IllegalArgumentException(
          "%s: %d steps, %d features, %d externals (expected: the same steps, features and externals as %s: %d, %d, %d)"
              .formatted(
                  otherName,
                  other.steps(),
                  other.features(),
                  other.externals(),
                  name,
                  series.steps(),
                  series.features(),
                  series.externals()));
    }
  }
}
