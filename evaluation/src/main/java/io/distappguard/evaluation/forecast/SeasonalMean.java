package io.distappguard.evaluation.forecast;

import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.evaluation.comparator.DayPhase;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.Locale;

/**
 * Forecasts each node's mean over training at the same slot of the day. Where training holds less
 * than two days it forecasts the mean over all of training, and says so; likewise for a slot that
 * training saw in fewer than two steps, quietly.
 *
 * @param phase where in the day a step lies
 * @param dayMillis length of the application's day in milliseconds
 */
public record SeasonalMean(DayPhase phase, long dayMillis) implements ForecasterTraining {

  private static final int FEWEST_DAYS = 2;
  private static final int FEWEST_STEPS = 2;

  public SeasonalMean {
    if (dayMillis < 1) {
      throw new IllegalArgumentException("dayMillis: " + dayMillis + " (expected: >= 1)");
    }
  }

  @Override
  public String name() {
    return "seasonal mean";
  }

  @Override
  public Forecaster train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    double days = days(training);
    DayPhase told = days < FEWEST_DAYS ? DayPhase.NONE : phase;
    String remark =
        days < FEWEST_DAYS
            ? String.format(
                Locale.ROOT,
                "training holds %.2g days (expected: >= %d): the mean over all of it",
                days,
                FEWEST_DAYS)
            : "";
    return new Trained(shape, told, means(training, told), remark);
  }

  /** Length of training in days, gaps between stretches left out. */
  private double days(GraphSeries training) {
    long[] starts = training.startMillis();
    long step = Long.MAX_VALUE;
    for (int index = 1; index < starts.length; index++) {
      if (training.stretch()[index] == training.stretch()[index - 1]) {
        step = Math.min(step, starts[index] - starts[index - 1]);
      }
    }
    return step == Long.MAX_VALUE ? 0 : (double) step * starts.length / dayMillis;
  }

  /** {@code [slots][nodes * features]} */
  private static float[][] means(GraphSeries training, DayPhase phase) {
    int width = training.nodes() * training.features();
    double[][] sums = new double[phase.slots()][width];
    double[] all = new double[width];
    int[] steps = new int[phase.slots()];
    for (int step = 0; step < training.steps(); step++) {
      int slot = phase.slotOf(training.external()[step]);
      steps[slot]++;
      for (int value = 0; value < width; value++) {
        sums[slot][value] += training.values()[step][value];
        all[value] += training.values()[step][value];
      }
    }
    float[][] means = new float[phase.slots()][width];
    for (int slot = 0; slot < means.length; slot++) {
      boolean seen = steps[slot] >= FEWEST_STEPS;
      for (int value = 0; value < width; value++) {
        means[slot][value] =
            (float)
                (seen
                    ? sums[slot][value] / steps[slot]
                    : all[value] / Math.max(1, training.steps()));
      }
    }
    return means;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trained(ForecastShape shape, DayPhase phase, float[][] means, String remark)
      implements ComparedForecaster {

    @Override
    public int parameters() {
      return means.length * means[0].length;
    }

    @Override
    public float[][] forecast(ForecastInput input) {
      float[][] forecast = new float[shape.horizon()][];
      for (int step = 0; step < forecast.length; step++) {
        forecast[step] = means[phase.slotOf(input.external()[step])].clone();
      }
      return forecast;
    }
  }
}
