package io.distappguard.evaluation.forecast;

import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One kind of forecaster, trained with one seed on each cluster.
 *
 * @param clusters what they were trained on
 * @param forecasters one a cluster
 * @param trainingSeconds wall time of training them one after another
 */
record TrainedForecasters(
    List<ClusterSeries> clusters, List<Forecaster> forecasters, double trainingSeconds) {

  TrainedForecasters {
    clusters = List.copyOf(clusters);
    forecasters = List.copyOf(forecasters);
  }

  static TrainedForecasters train(
      ForecasterTraining training, List<ClusterSeries> clusters, ForecastSpan span, long seed) {
    List<Forecaster> forecasters = new ArrayList<>();
    long started = System.nanoTime();
    for (ClusterSeries cluster : clusters) {
      forecasters.add(
          training.train(
              cluster.training(),
              cluster.validation(),
              cluster.adjacency(),
              span.shapeOf(cluster.training()),
              seed));
    }
    return new TrainedForecasters(clusters, forecasters, (System.nanoTime() - started) / 1e9);
  }

  /** Numbers learned, all forecasters together. */
  int parameters() {
    return forecasters.stream().mapToInt(TrainedForecasters::parameters).sum();
  }

  private static int parameters(Forecaster forecaster) {
    return switch (forecaster) {
      case Astgcn astgcn -> astgcn.parameterCount();
      case ComparedForecaster compared -> compared.parameters();
      default -> 0;
    };
  }

  /** What forecasters say of themselves, each remark once. */
  Set<String> remarks() {
    Set<String> remarks = new LinkedHashSet<>();
    for (Forecaster forecaster : forecasters) {
      if (forecaster instanceof ComparedForecaster compared && !compared.remark().isEmpty()) {
        remarks.add(compared.remark());
      }
    }
    return remarks;
  }

  /** Measures every forecast that the tests allow. */
  Errors errors(ForecastSpan span) {
    ForecastErrors calls = new ForecastErrors(span.horizon());
    ForecastErrors scaled = new ForecastErrors(span.horizon());
    for (int index = 0; index < clusters.size(); index++) {
      measure(clusters.get(index), forecasters.get(index), calls, scaled);
    }
    return new Errors(calls.summary(), scaled.summary());
  }

  private static void measure(
      ClusterSeries cluster, Forecaster forecaster, ForecastErrors calls, ForecastErrors scaled) {
    int features = cluster.test().features();
    ForecastSamples samples = ForecastSamples.of(cluster.test(), forecaster.shape());
    for (int sample = 0; sample < samples.count(); sample++) {
      float[][] forecast = forecaster.forecast(samples.forecastInput(sample));
      float[][] came = samples.observed(sample);
      for (int ahead = 0; ahead < forecast.length; ahead++) {
        float[] observed = came[ahead];
        for (int value = 0; value < observed.length; value++) {
          scaled.add(ahead, forecast[ahead][value], observed[value]);
        }
        for (int node = 0; node < cluster.nodes(); node++) {
          int value = node * features + cluster.counts().feature();
          calls.add(
              ahead,
              CountScale.count(cluster.counts().anscombe(node, forecast[ahead][value])),
              CountScale.count(cluster.counts().anscombe(node, observed[value])));
        }
      }
    }
  }

  /**
   * @param calls errors of the counts, in calls a window
   * @param scaled errors of all features, in the units they are learned in
   */
  record Errors(ForecastErrors.Summary calls, ForecastErrors.Summary scaled) {}
}
