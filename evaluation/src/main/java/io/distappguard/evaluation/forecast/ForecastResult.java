package io.distappguard.evaluation.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * What the forecasting study measured; the face of {@code evaluate forecasting --json}.
 *
 * @param data which series, how split, in words
 * @param clusters one entry a cluster
 * @param span steps looked back on and ahead
 * @param stepSeconds length of a step
 * @param seeds how many, means are over
 * @param forecasters one row a forecaster, ours first, all on the same targets
 * @param totals one row a model of operation totals, ours first, all on the same targets; empty
 *     where there is no series without clustering
 */
public record ForecastResult(
    String data,
    List<ClusterFacts> clusters,
    ForecastSpan span,
    double stepSeconds,
    int seeds,
    List<ForecasterRow> forecasters,
    List<TotalsRow> totals) {

  public ForecastResult {
    clusters = List.copyOf(clusters);
    forecasters = List.copyOf(forecasters);
    totals = List.copyOf(totals);
  }

  /**
   * What was to be forecast.
   *
   * @param testForecasts forecasts measured, each of all nodes and steps ahead
   * @param meanCalls observed calls a node and step of the test
   */
  public record ClusterFacts(
      String name,
      int nodes,
      int trainingSteps,
      int validationSteps,
      int testSteps,
      int testForecasts,
      double meanCalls) {}

  /**
   * One forecaster on all clusters.
   *
   * @param parameters numbers learned, of all clusters together
   * @param calls errors of the counts, in calls a step
   * @param scaled errors of all features, in the units they are learned in
   * @param trainingSeconds mean over seeds, all clusters one after another
   * @param targets counts forecast and measured
   * @param remarks what a reader must know besides
   */
  public record ForecasterRow(
      String name,
      int parameters,
      ErrorSpread calls,
      ErrorSpread scaled,
      double trainingSeconds,
      long targets,
      List<String> remarks) {

    public ForecasterRow {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * One model, or set of models, on operation totals.
   *
   * @param calls errors of the counts, in calls a step
   * @param targets counts forecast and measured
   */
  public record TotalsRow(String name, int parameters, ErrorSpread calls, long targets) {}

  /**
   * Errors over seeds: of all steps ahead together, and of each.
   *
   * @param maeAhead {@code [horizon]}
   * @param rmseAhead {@code [horizon]}
   */
  public record ErrorSpread(
      Spread mae, Spread rmse, List<Spread> maeAhead, List<Spread> rmseAhead) {

    public ErrorSpread {
      maeAhead = List.copyOf(maeAhead);
      rmseAhead = List.copyOf(rmseAhead);
    }

    static ErrorSpread of(List<ForecastErrors.Summary> seeds) {
      return new ErrorSpread(
          Spread.of(seeds.stream().map(ForecastErrors.Summary::mae).toList()),
          Spread.of(seeds.stream().map(ForecastErrors.Summary::rmse).toList()),
          ahead(seeds.stream().map(ForecastErrors.Summary::maeAhead).toList()),
          ahead(seeds.stream().map(ForecastErrors.Summary::rmseAhead).toList()));
    }

    private static List<Spread> ahead(List<List<Double>> seeds) {
      List<Spread> spreads = new ArrayList<>();
      for (int step = 0; step < seeds.getFirst().size(); step++) {
        int ahead = step;
        spreads.add(Spread.of(seeds.stream().map(steps -> steps.get(ahead)).toList()));
      }
      return spreads;
    }
  }
}
