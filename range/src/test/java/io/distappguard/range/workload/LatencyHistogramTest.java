package io.distappguard.range.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Property
  void quantilesAreExactToASixteenth(
      @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 0, max = 100_000_000) Long> micros) {
    LatencyHistogram histogram = new LatencyHistogram();
    micros.forEach(value -> histogram.add(value * 1_000));
    List<Long> sorted = micros.stream().sorted().toList();
    long median = sorted.get((sorted.size() + 1) / 2 - 1);
    assertThat(histogram.quantileMillis(0.5) * 1_000)
        .isBetween(median - 0.001, median * 17.0 / 16 + 0.001);
  }

  @Test
  void extremesAreTaken() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.quantileMillis(0.5)).isZero();
    histogram.add(-5);
    assertThat(histogram.quantileMillis(0.5)).isZero();
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.quantileMillis(1)).isEqualTo(Long.MAX_VALUE / 1_000 / 1_000.0);
  }
}
