package io.distappguard.traffic.astgcn;

import io.distappguard.learning.training.Examples;
import io.distappguard.traffic.forecast.ForecastSamples;

/** Samples whose target is what the base misses: what the network learns. Not thread-safe. */
final class MissedByBase implements Examples {

  private final ForecastSamples samples;
  private final LinearBase base;

  MissedByBase(ForecastSamples samples, LinearBase base) {
    this.samples = samples;
    this.base = base;
  }

  @Override
  public int count() {
    return samples.count();
  }

  @Override
  public int inputs() {
    return samples.inputs();
  }

  @Override
  public int targets() {
    return samples.targets();
  }

  @Override
  public float[] input(int example) {
    return samples.input(example);
  }

  @Override
  public float[] target(int example) {
    float[] target = samples.target(example);
    int place = 0;
    for (float[] row : base.forecast(samples.forecastInput(example))) {
      for (float forecast : row) {
        target[place++] -= forecast;
      }
    }
    return target;
  }
}
