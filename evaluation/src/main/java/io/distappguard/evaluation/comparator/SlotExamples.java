package io.distappguard.evaluation.comparator;

import io.distappguard.learning.training.Examples;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.GraphSeries;

/**
 * Samples as {@link StidNetwork} takes them: the recent steps, then the number of the slot of the
 * day that the forecast begins in. Not thread-safe.
 */
final class SlotExamples implements Examples {

  private final GraphSeries series;
  private final DayPhase phase;
  private final ForecastSamples samples;
  private final float[] row;

  SlotExamples(GraphSeries series, ForecastShape shape, DayPhase phase) {
    this.series = series;
    this.phase = phase;
    samples = ForecastSamples.of(series, shape);
    row = new float[shape.recentSteps() * shape.nodes() * shape.features() + 1];
  }

  @Override
  public int count() {
    return samples.count();
  }

  @Override
  public int inputs() {
    return row.length;
  }

  @Override
  public int targets() {
    return samples.targets();
  }

  @Override
  public float[] input(int example) {
    System.arraycopy(samples.input(example), 0, row, 0, row.length - 1);
    row[row.length - 1] = phase.slotOf(series.external()[samples.step(example)]);
    return row;
  }

  @Override
  public float[] target(int example) {
    return samples.target(example);
  }
}
