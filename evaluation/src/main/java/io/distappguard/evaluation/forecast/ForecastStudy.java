package io.distappguard.evaluation.forecast;

import io.distappguard.evaluation.forecast.ForecastResult.ClusterFacts;
import io.distappguard.evaluation.forecast.ForecastResult.ErrorSpread;
import io.distappguard.evaluation.forecast.ForecastResult.ForecasterRow;
import io.distappguard.evaluation.forecast.ForecastResult.TotalsRow;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains all forecasters on the same series over several seeds, and measures all of them on the
 * same targets: every place of the test where history and target lie in one unbroken stretch.
 *
 * <p>Three questions, three comparisons:
 *
 * <ol>
 *   <li><b>Which forecaster?</b> One of each kind a cluster; errors pooled over clusters, nodes,
 *       places and steps ahead, every number counting as much as any other.
 *   <li><b>One model a cluster, or one for the clusters side by side?</b> The same kind as ours,
 *       trained once on {@linkplain UnionGraph the union of all cluster graphs}: the same inputs,
 *       the same targets, so it stands in the same table. Its width is the largest that has no more
 *       parameters than ours, all clusters together.
 *   <li><b>Cluster at all?</b> The same kind as ours, trained once on one graph of all operations,
 *       its counts summed over clusters. It never sees a cluster's counts, so what both can say is
 *       compared: {@linkplain OperationTotals the calls of each operation}, ours summed over
 *       clusters, the global model in the width chosen likewise.
 * </ol>
 *
 * <p>The first training is ours. Seeds count up from {@link Request#firstSeed}; means and standard
 * deviations are reported, never the best.
 */
public final class ForecastStudy {

  /**
   * What to compare.
   *
   * @param data which series, how split, in words
   * @param clusters one a chain cluster
   * @param global the same calls without clustering, every operation once; null where there is none
   * @param forecasters ours first
   * @param oneModel ours in any width, for the comparisons with one model
   * @param span how far all look back and ahead
   * @param seeds how many
   */
  public record Request(
      String data,
      List<ClusterSeries> clusters,
      @Nullable ClusterSeries global,
      List<ForecasterTraining> forecasters,
      WidthScaling oneModel,
      ForecastSpan span,
      long firstSeed,
      int seeds) {

    public Request {
      clusters = List.copyOf(clusters);
      forecasters = List.copyOf(forecasters);
      if (seeds < 1) {
        throw new IllegalArgumentException("seeds: " + seeds + " (expected: >= 1)");
      }
      if (clusters.isEmpty() || forecasters.isEmpty()) {
        throw new IllegalArgumentException(
            "clusters: %d, forecasters: %d (expected: at least one of each)"
                .formatted(clusters.size(), forecasters.size()));
      }
    }
  }

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {

    /** {@code done} of {@code total} trainings are behind us, and this is what comes now. */
    void step(String what, int done, int total);
  }

  private final Request request;
  private final Progress progress;
  private int done;
  private final int total;

  /** A study that runs once. */
  public ForecastStudy(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
    total = request.seeds() * (request.forecasters().size() + 2);
  }

  /**
   * Does it all.
   *
   * @throws IllegalArgumentException if the tests are too short for a single forecast, or the
   *     clusters' series do not have the same steps
   */
  public ForecastResult run() {
    List<ForecasterRow> rows = new ArrayList<>();
    List<TrainedForecasters> ours = trained(request.forecasters().getFirst(), request.clusters());
    rows.add(row(request.forecasters().getFirst().name(), ours));
    for (ForecasterTraining other :
        request.forecasters().subList(1, request.forecasters().size())) {
      rows.add(row(other.name(), trained(other, request.clusters())));
    }
    int budget = ours.getFirst().parameters();
    if (request.clusters().size() > 1) {
      rows.addAll(1, unionRows(budget));
    }
    return new ForecastResult(
        request.data(),
        request.clusters().stream().map(this::facts).toList(),
        request.span(),
        stepSeconds(request.clusters().getFirst().test()),
        request.seeds(),
        rows,
        totals(ours, budget));
  }

  private List<ForecasterRow> unionRows(int budget) {
    ClusterSeries union = UnionGraph.of(request.clusters());
    ForecasterTraining scaled =
        request.oneModel().within(budget, request.span().shapeOf(union.training()));
    return List.of(row("one model for all clusters side by side", trained(scaled, List.of(union))));
  }

  private List<TotalsRow> totals(List<TrainedForecasters> ours, int budget) {
    ClusterSeries global = request.global();
    if (global == null) {
      return List.of();
    }
    OperationTotals totals = new OperationTotals(global, request.span());
    ForecasterTraining scaled =
        request.oneModel().within(budget, request.span().shapeOf(global.training()));
    List<TrainedForecasters> one = trained(scaled, List.of(global));
    return List.of(
        totalsRow("one model a cluster, summed", ours, totals::ofClusters),
        totalsRow(
            "one global model without clustering",
            one,
            trained -> totals.ofGlobal(trained.forecasters().getFirst())));
  }

  private List<TrainedForecasters> trained(
      ForecasterTraining training, List<ClusterSeries> clusters) {
    List<TrainedForecasters> seeds = new ArrayList<>();
    for (int seed = 0; seed < request.seeds(); seed++) {
      long number = request.firstSeed() + seed;
      progress.step(training.name() + ", seed " + number, Math.min(done++, total), total);
      seeds.add(TrainedForecasters.train(training, clusters, request.span(), number));
    }
    return seeds;
  }

  private ForecasterRow row(String name, List<TrainedForecasters> seeds) {
    List<ForecastErrors.Summary> calls = new ArrayList<>();
    List<ForecastErrors.Summary> scaled = new ArrayList<>();
    Set<String> remarks = new LinkedHashSet<>();
    for (TrainedForecasters trained : seeds) {
      TrainedForecasters.Errors errors = trained.errors(request.span());
      calls.add(errors.calls());
      scaled.add(errors.scaled());
      remarks.addAll(trained.remarks());
    }
    return new ForecasterRow(
        name,
        seeds.getFirst().parameters(),
        ErrorSpread.of(calls),
        ErrorSpread.of(scaled),
        seeds.stream().mapToDouble(TrainedForecasters::trainingSeconds).average().orElse(0),
        calls.getFirst().targets(),
        List.copyOf(remarks));
  }

  private static TotalsRow totalsRow(
      String name,
      List<TrainedForecasters> seeds,
      Function<TrainedForecasters, ForecastErrors.Summary> measure) {
    List<ForecastErrors.Summary> errors = seeds.stream().map(measure).toList();
    return new TotalsRow(
        name, seeds.getFirst().parameters(), ErrorSpread.of(errors), errors.getFirst().targets());
  }

  private ClusterFacts facts(ClusterSeries cluster) {
    GraphSeries test = cluster.test();
    int forecasts = ForecastSamples.of(test, request.span().shapeOf(test)).count();
    if (forecasts == 0) {
      throw new IllegalArgumentException(
          "%s: no place in %d test steps to forecast %d steps from %d (expected: longer unbroken stretches)"
              .formatted(
                  cluster.name(),
                  test.steps(),
                  request.span().horizon(),
                  request.span().recentSteps()));
    }
    return new ClusterFacts(
        cluster.name(),
        cluster.nodes(),
        cluster.training().steps(),
        cluster.validation().steps(),
        test.steps(),
        forecasts,
        meanCalls(cluster));
  }

  private static double meanCalls(ClusterSeries cluster) {
    CountScale counts = cluster.counts();
    double sum = 0;
    for (float[] step : cluster.test().values()) {
      for (int node = 0; node < cluster.nodes(); node++) {
        float scaled = step[node * cluster.test().features() + counts.feature()];
        sum += CountScale.count(counts.anscombe(node, scaled));
      }
    }
    return sum / cluster.test().steps() / cluster.nodes();
  }

  private static double stepSeconds(GraphSeries series) {
    for (int step = 1; step < series.steps(); step++) {
      if (series.stretch()[step] == series.stretch()[step - 1]) {
        return (series.startMillis()[step] - series.startMillis()[step - 1]) / 1000.0;
      }
    }
    return 0;
  }
}
