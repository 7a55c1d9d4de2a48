package io.distappguard.traffic.forecast;

import io.distappguard.learning.training.Examples;
import java.time.Duration;
import java.util.Arrays;

/**
 * All places of a series where a forecast can be made and held against what came: the steps looked
 * at and the steps forecast lie in one stretch. Not thread-safe; the series is shared, not copied.
 *
 * <p>As {@link Examples} a sample is flat: the recent steps, the days and the weeks before, the
 * external features of the steps to forecast, in the order of {@link ForecastInput}; the target is
 * the steps to forecast.
 */
public final class ForecastSamples implements Examples {

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();

  private final GraphSeries series;
  private final ForecastShape shape;
  private final int stepsOfDay;
  private final int stepsOfWeek;
  private final int[] steps;
  private final float[] input;
  private final float[] target;

  private ForecastSamples(
      GraphSeries series, ForecastShape shape, int stepsOfDay, int stepsOfWeek) {
    this.series = series;
    this.shape = shape;
    this.stepsOfDay = stepsOfDay;
    this.stepsOfWeek = stepsOfWeek;
    steps = forecastSteps();
    input = new float[shape.inputs()];
    target = new float[shape.targets()];
  }

  /**
   * The samples of a series, oldest first; none where it is too short.
   *
   * @throws IllegalArgumentException if the series is not of that shape, or if days or weeks are
   *     looked at and are no whole number of steps, or shorter than the horizon
   */
  public static ForecastSamples of(GraphSeries series, ForecastShape shape) {
    if (series.nodes() != shape.nodes()
        || series.features() != shape.features()
        || series.externals() != shape.externals()) {
      throw new IllegalArgumentException(
          "series: %d nodes, %d features, %d externals (expected: %d, %d, %d)"
              .formatted(
                  series.nodes(),
                  series.features(),
                  series.externals(),
                  shape.nodes(),
                  shape.features(),
                  shape.externals()));
    }
    return new ForecastSamples(
        series,
        shape,
        shape.dailyCycles() == 0 ? 0 : cycleSteps(series, shape, "day", DAY_MILLIS),
        shape.weeklyCycles() == 0 ? 0 : cycleSteps(series, shape, "week", WEEK_MILLIS));
  }

  public ForecastShape shape() {
    return shape;
  }

  @Override
  public int count() {
    return steps.length;
  }

  /** Index of the first step that this sample forecasts. */
  public int step(int sample) {
    return steps[sample];
  }

  /** What the forecast is made from. Rows of the series are shared. */
  public ForecastInput forecastInput(int sample) {
    int step = steps[sample];
    return new ForecastInput(
        Arrays.copyOfRange(series.values(), step - shape.recentSteps(), step),
        cycles(step, shape.dailyCycles(), stepsOfDay),
        cycles(step, shape.weeklyCycles(), stepsOfWeek),
        Arrays.copyOfRange(series.external(), step, step + shape.horizon()));
  }

  /** What came: {@code [horizon][nodes * features]}. Rows of the series are shared. */
  public float[][] observed(int sample) {
    int step = steps[sample];
    return Arrays.copyOfRange(series.values(), step, step + shape.horizon());
  }

  @Override
  public int inputs() {
    return input.length;
  }

  @Override
  public int targets() {
    return target.length;
  }

  @Override
  public float[] input(int example) {
    int step = steps[example];
    int place = put(series.values(), step - shape.recentSteps(), shape.recentSteps(), input, 0);
    for (int cycle = 1; cycle <= shape.dailyCycles(); cycle++) {
      place = put(series.values(), step - cycle * stepsOfDay, shape.horizon(), input, place);
    }
    for (int cycle = 1; cycle <= shape.weeklyCycles(); cycle++) {
      place = put(series.values(), step - cycle * stepsOfWeek, shape.horizon(), input, place);
    }
    put(series.external(), step, shape.horizon(), input, place);
    return input;
  }

  @Override
  public float[] target(int example) {
    put(series.values(), steps[example], shape.horizon(), target, 0);
    return target;
  }

  private int[] forecastSteps() {
    int back =
        Math.max(
            shape.recentSteps(),
            Math.max(shape.dailyCycles() * stepsOfDay, shape.weeklyCycles() * stepsOfWeek));
    int[] found = new int[Math.max(0, series.steps())];
    int count = 0;
    for (int step = back; step + shape.horizon() <= series.steps(); step++) {
      // numbers of stretches never fall, so all between two equal ones are equal
      if (series.stretch()[step - back] == series.stretch()[step + shape.horizon() - 1]) {
        found[count++] = step;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private float[][] cycles(int step, int cycles, int stepsOfCycle) {
    float[][] rows = new float[cycles][shape.targets()];
    for (int cycle = 1; cycle <= cycles; cycle++) {
      put(series.values(), step - cycle * stepsOfCycle, shape.horizon(), rows[cycle - 1], 0);
    }
    return rows;
  }

  private static int put(float[][] rows, int from, int count, float[] target, int place) {
    int next = place;
    for (int row = from; row < from + count; row++) {
      System.arraycopy(rows[row], 0, target, next, rows[row].length);
      next += rows[row].length;
    }
    return next;
  }

  private static int cycleSteps(
      GraphSeries series, ForecastShape shape, String name, long cycleMillis) {
    long stepMillis = 0;
    for (int step = 1; step < series.steps(); step++) {
      if (series.stretch()[step] == series.stretch()[step - 1]) {
        long millis = series.startMillis()[step] - series.startMillis()[step - 1];
        if (stepMillis != 0 && millis != stepMillis) {
          throw new IllegalArgumentException(
              "startMillis[%d]: %d ms after the step before (expected: %d, as all in a stretch)"
                  .formatted(step, millis, stepMillis));
        }
        stepMillis = millis;
      }
    }
    if (stepMillis == 0) {
      return Math.max(shape.horizon(), series.steps()); // too short for any sample
    }
    if (stepMillis < 0
        || cycleMillis % stepMillis != 0
        || cycleMillis / stepMillis < shape.horizon()) {
      throw new IllegalArgumentException(
          "step: %d ms (expected: a %s is a whole number of steps, and no fewer than the horizon's)"
              .formatted(stepMillis, name));
    }
    return Math.toIntExact(cycleMillis / stepMillis);
  }
}
