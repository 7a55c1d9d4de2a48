package io.distappguard.traffic.score;

import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.series.SeriesScaling;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts one cluster window after window, and decides what of each window is remembered for the
 * next forecasts. Not thread-safe.
 */
public final class ClusterForecasting {

  /**
   * A window is remembered as at most this many usual deviations off its forecast. A forecaster
   * that follows the last values would otherwise follow an attack up and be surprised only once.
   */
  private static final double REMEMBERED_DEVIATIONS = 2;

  private final SeriesScaling scaling;
  private final Forecaster forecaster;
  private final ResidualScales usual;
  private final History history;

  /**
   * Begins without any window.
   *
   * @param cycleSteps windows of a day, only looked at where the forecaster has such components
   */
  public ClusterForecasting(
      SeriesScaling scaling, Forecaster forecaster, ResidualScales usual, int cycleSteps) {
    this.scaling = scaling;
    this.forecaster = forecaster;
    this.usual = usual;
    history = new History(forecaster.shape(), cycleSteps);
  }

  /** A new stretch begins: nothing is known of what was just before. */
  public void restart() {
    history.clear();
  }

  /**
   * Compares a window with its forecast; null while too few windows are remembered to forecast
   * from, and then the window is remembered.
   *
   * @param observed scaled features, {@code [nodes * features]}
   * @param widening deviations are this much wider, 1 or more
   */
  public @Nullable ClusterResidual next(float[] observed, float[] external, double widening) {
    if (!history.isFull()) {
      history.observe(observed);
      return null;
    }
    float[] forecast = scaling.possible(forecaster.forecast(history.input(external))[0]);
    return ClusterResidual.of(observed, forecast, usual, widening);
  }

  /** Remembers a window as it was, within reason. */
  public void remember(ClusterResidual residual) {
    history.observe(withinReason(residual));
  }

  /** Remembers the forecast in place of an alarmed window, though not for ever. */
  public void rememberForecast(ClusterResidual residual) {
    history.feedBack(residual.forecast(), withinReason(residual));
  }

  /** Whether the last window was remembered by its forecast. */
  public boolean isFedBack() {
    return history.isFedBack();
  }

  private float[] withinReason(ClusterResidual residual) {
    float[] observed = residual.observed();
    float[] remembered = new float[observed.length];
    for (int index = 0; index < remembered.length; index++) {
      float most = (float) (REMEMBERED_DEVIATIONS * usual.deviations()[index]);
      float forecast = residual.forecast()[index];
      remembered[index] = Math.clamp(observed[index], forecast - most, forecast + most);
    }
    return remembered;
  }
}
