package io.distappguard.traffic.score;

import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The last steps of one series, as far back as its forecaster looks. While a cluster is alarmed its
 * forecasts are written here in place of the observations, so that the attack does not become the
 * usual; not for ever, though: after {@link #MOST_FED_BACK} steps the observations are taken again,
 * since forecasts of forecasts know nothing any more.
 */
final class History {

  /** Ten minutes of windows of five seconds. */
  private static final int MOST_FED_BACK = 120;

  private final ForecastShape shape;
  private final int cycleSteps;
  private final int length;
  private final ArrayDeque<float[]> rows;
  private int fedBack;

  /**
   * @param cycleSteps steps of a day, only looked at where the shape has daily or weekly cycles
   */
  History(ForecastShape shape, int cycleSteps) {
    this.shape = shape;
    this.cycleSteps = cycleSteps;
    int daily = shape.dailyCycles() * cycleSteps;
    int weekly = shape.weeklyCycles() * 7 * cycleSteps;
    length = Math.max(shape.recentSteps(), Math.max(daily, weekly));
    rows = new ArrayDeque<>(length);
  }

  boolean isFull() {
    return rows.size() == length;
  }

  void clear() {
    rows.clear();
    fedBack = 0;
  }

  void observe(float[] row) {
    add(row);
    fedBack = 0;
  }

  /** Takes the forecast, or after too many of them the observation. */
  void feedBack(float[] forecast, float[] observed) {
    fedBack++;
    add(fedBack <= MOST_FED_BACK ? forecast : observed);
  }

  boolean isFedBack() {
    return fedBack > 0;
  }

  /** What the next step is forecast from; only when full. */
  ForecastInput input(float[] external) {
    float[][] all = new float[length][];
    Iterator<float[]> oldestFirst = rows.iterator();
    for (int row = 0; row < length; row++) {
      all[row] = oldestFirst.next();
    }
    float[][] recent = new float[shape.recentSteps()][];
    System.arraycopy(all, length - recent.length, recent, 0, recent.length);
    return new ForecastInput(
        recent,
        cycles(all, shape.dailyCycles(), cycleSteps),
        cycles(all, shape.weeklyCycles(), 7 * cycleSteps),
        new float[][] {external});
  }

  private static float[][] cycles(float[][] all, int cycles, int steps) {
    float[][] rows = new float[cycles][];
    for (int cycle = 0; cycle < cycles; cycle++) {
      rows[cycle] = all[all.length - (cycle + 1) * steps];
    }
    return rows;
  }

  private void add(float[] row) {
    if (rows.size() == length) {
      rows.removeFirst();
    }
    rows.addLast(row);
  }
}
