package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.Forecaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures forecasts of an operation's calls over all clusters together, in calls a window: the one
 * thing that one model a cluster and one model without clustering both say. A cluster's forecasts
 * are turned into mean counts and added up by operation; the global model's are turned into mean
 * counts. Both are held against the counts of the global series.
 */
final class OperationTotals {

  private final ClusterSeries global;
  private final ForecastSpan span;
  private final ForecastSamples samples;

  /**
   * @param global series of all calls without clustering: every operation once
   */
  OperationTotals(ClusterSeries global, ForecastSpan span) {
    this.global = global;
    this.span = span;
    samples = ForecastSamples.of(global.test(), span.shapeOf(global.test()));
  }

  /** Errors of one model of the global series. */
  ForecastErrors.Summary ofGlobal(Forecaster forecaster) {
    ForecastErrors errors = new ForecastErrors(span.horizon());
    double[][] totals = new double[span.horizon()][global.nodes()];
    int[] nodes = new int[global.nodes()];
    Arrays.setAll(nodes, node -> node);
    for (int sample = 0; sample < samples.count(); sample++) {
      clear(totals);
      add(forecaster.forecast(samples.forecastInput(sample)), global, nodes, totals);
      measure(totals, sample, errors);
    }
    return errors.summary();
  }

  /**
   * Errors of one model a cluster, added up.
   *
   * @throws IllegalArgumentException if a cluster's test has other steps than the global one, or an
   *     operation that the global series lacks
   */
  ForecastErrors.Summary ofClusters(TrainedForecasters trained) {
    List<ForecastSamples> clusterSamples = new ArrayList<>();
    List<int[]> nodes = new ArrayList<>();
    for (ClusterSeries cluster : trained.clusters()) {
      SameSteps.require(global.name(), global.test(), cluster.name(), cluster.test());
      clusterSamples.add(ForecastSamples.of(cluster.test(), span.shapeOf(cluster.test())));
      nodes.add(globalNodes(cluster));
    }
    ForecastErrors errors = new ForecastErrors(span.horizon());
    double[][] totals = new double[span.horizon()][global.nodes()];
    for (int sample = 0; sample < samples.count(); sample++) {
      clear(totals);
      for (int cluster = 0; cluster < nodes.size(); cluster++) {
        ForecastInput input = clusterSamples.get(cluster).forecastInput(sample);
        float[][] forecast = trained.forecasters().get(cluster).forecast(input);
        add(forecast, trained.clusters().get(cluster), nodes.get(cluster), totals);
      }
      measure(totals, sample, errors);
    }
    return errors.summary();
  }

  private int[] globalNodes(ClusterSeries cluster) {
    Map<String, Integer> byName = new HashMap<>();
    for (int node = 0; node < global.nodes(); node++) {
      byName.put(global.operations().get(node), node);
    }
    int[] nodes = new int[cluster.nodes()];
    for (int node = 0; node < nodes.length; node++) {
      Integer globalNode = byName.get(cluster.operations().get(node));
      if (globalNode == null) {
        throw new IllegalArgumentException(
            "%s: operation %s is not in the global series (expected: all operations of all clusters)"
                .formatted(cluster.name(), cluster.operations().get(node)));
      }
      nodes[node] = globalNode;
    }
    return nodes;
  }

  private static void add(
      float[][] forecast, ClusterSeries series, int[] globalNodes, double[][] totals) {
    int features = series.test().features();
    CountScale counts = series.counts();
    for (int ahead = 0; ahead < forecast.length; ahead++) {
      for (int node = 0; node < globalNodes.length; node++) {
        float scaled = forecast[ahead][node * features + counts.feature()];
        totals[ahead][globalNodes[node]] += CountScale.meanCount(counts.anscombe(node, scaled));
      }
    }
  }

  private void measure(double[][] totals, int sample, ForecastErrors errors) {
    float[][] came = samples.observed(sample);
    int features = global.test().features();
    CountScale counts = global.counts();
    for (int ahead = 0; ahead < totals.length; ahead++) {
      for (int node = 0; node < global.nodes(); node++) {
        float observed = came[ahead][node * features + counts.feature()];
        errors.add(ahead, totals[ahead][node], CountScale.count(counts.anscombe(node, observed)));
      }
    }
  }

  private static void clear(double[][] totals) {
    for (double[] ahead : totals) {
      Arrays.fill(ahead, 0);
    }
  }
}
