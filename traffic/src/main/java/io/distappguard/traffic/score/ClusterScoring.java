package io.distappguard.traffic.score;

import io.distappguard.traffic.score.ClusterTails.Track;
import io.distappguard.traffic.series.ClusterWindow;
import org.jspecify.annotations.Nullable;

/** Scores the windows of one cluster, one after another. Not thread-safe. */
final class ClusterScoring {

  private final int cluster;
  private final ClusterModel model;
  private final double threshold;
  private final double cusumCap;
  private final ClusterForecasting forecasting;
  private final Cusum cusum = new Cusum();

  /**
   * @param threshold strength above which a cluster is alarmed and fed its forecasts
   */
  ClusterScoring(int cluster, ClusterModel model, int cycleSteps, double threshold) {
    this.cluster = cluster;
    this.model = model;
    this.threshold = threshold;
    // Just above the alarm: an attack that ends is forgotten within a few windows.
    cusumCap = 1.02 * model.tails().cusum().scoreOf(threshold);
    forecasting =
        new ClusterForecasting(
            model.scaling(), model.forecaster(), model.residualScales(), cycleSteps);
  }

  /** A new stretch begins: nothing is known of what was just before. */
  void restart() {
    forecasting.restart();
    cusum.reset();
  }

  /**
   * Scores a window, or only remembers it while the history is not yet as long as the forecaster
   * looks back.
   */
  @Nullable ClusterScore score(ClusterWindow window, float[] external, double widening) {
    ClusterResidual residual = forecasting.next(model.scaling().scaled(window), external, widening);
    if (residual == null) {
      return null;
    }
    ClusterScore score = scoreOf(residual);
    if (score.strength() > threshold && !isUsualByItself(residual)) {
      forecasting.rememberForecast(residual);
    } else {
      forecasting.remember(residual);
    }
    return score;
  }

  /** Whether only what was before makes it an alarm: such a window does no harm to the history. */
  private boolean isUsualByItself(ClusterResidual residual) {
    return residual.largest() <= model.tails().largest().knee()
        && residual.rootMeanSquare() <= model.tails().rootMeanSquare().knee();
  }

  private ClusterScore scoreOf(ClusterResidual residual) {
    ClusterTails tails = model.tails();
    double sum = cusum.add(residual.meanCalls() / tails.callsDeviation(), cusumCap);
    double strength = tails.largest().of(residual.largest());
    Track track = Track.LARGEST;
    double spread = tails.rootMeanSquare().of(residual.rootMeanSquare());
    if (spread > strength) {
      strength = spread;
      track = Track.ROOT_MEAN_SQUARE;
    }
    double lasting = tails.cusum().of(sum);
    if (lasting > strength) {
      strength = lasting;
      track = Track.CUSUM;
    }
    return new ClusterScore(cluster, strength, track, residual, forecasting.isFedBack());
  }
}
