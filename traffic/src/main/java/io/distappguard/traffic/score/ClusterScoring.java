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
  private final History history;
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
    history = new History(model.forecaster().shape(), cycleSteps);
  }

  /** A new stretch begins: nothing is known of what was just before. */
  void restart() {
    history.clear();
    cusum.reset();
  }

  /**
   * Scores a window, or only remembers it while the history is not yet as long as the forecaster
   * looks back.
   */
  @Nullable ClusterScore score(ClusterWindow window, float[] external, double widening) {
    float[] observed = model.scaling().scaled(window);
    if (!history.isFull()) {
      history.observe(observed);
      return null;
    }
    float[] forecast =
        model.scaling().possible(model.forecaster().forecast(history.input(external))[0]);
    ClusterResidual residual =
        ClusterResidual.of(observed, forecast, model.residualScales(), widening);
    ClusterScore score = scoreOf(residual);
    if (score.strength() > threshold && !isUsualByItself(residual)) {
      history.feedBack(forecast, observed);
    } else {
      history.observe(observed);
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
    return new ClusterScore(cluster, strength, track, residual, history.isFedBack());
  }
}
