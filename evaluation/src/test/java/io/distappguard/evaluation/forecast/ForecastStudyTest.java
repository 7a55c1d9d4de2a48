package io.distappguard.evaluation.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastStudyTest {

  private static final ForecastSpan SPAN = new ForecastSpan(4, 0, 0, 2);

  @Test
  void everyForecasterIsMeasuredOnTheSameTargets() {
    ForecastResult result = study(2, null);

    assertThat(result.forecasters())
        .extracting(ForecastResult.ForecasterRow::name)
        .containsExactly("always 0", "one model for all clusters side by side", "last value");
    // two clusters of 3 and 2 nodes, 50 test steps: 45 places, 2 steps ahead
    assertThat(result.forecasters())
        .allSatisfy(row -> assertThat(row.targets()).isEqualTo(45 * 2 * 5));
  }

  @Test
  void errorsAreInCallsAndInTheUnitsLearnedIn() {
    ForecastResult result = study(3, null);

    // all counts are 4, forecast as the transform 0: no calls
    ForecastResult.ForecasterRow zero = result.forecasters().getFirst();
    assertThat(zero.calls().mae().mean()).isCloseTo(4, within(1e-5));
    assertThat(zero.calls().rmseAhead()).hasSize(2);
    assertThat(zero.scaled().rmse().mean()).isCloseTo(GeneratedSeries.anscombe(4), within(1e-5));
    assertThat(result.forecasters().getLast().calls().mae()).isEqualTo(new Spread(0, 0));
  }

  @Test
  void clustersAddUpToTheOperationsOfTheGlobalSeries() {
    // operations 0 and 1 are in both clusters, 2 in the first alone
    ClusterSeries global =
        GeneratedSeries.cluster(
            "all", 3, 100, (step, node, random) -> GeneratedSeries.anscombe(node < 2 ? 8 : 4));

    ForecastResult result = study(1, global);

    ForecastResult.TotalsRow clusters = result.totals().getFirst();
    assertThat(clusters.targets()).isEqualTo(45 * 2 * 3);
    // "always 0" says no calls of anything
    assertThat(clusters.calls().mae().mean()).isCloseTo((8 + 8 + 4) / 3.0, within(1e-5));
    assertThat(result.totals().getLast().calls().mae().mean())
        .isCloseTo((8 + 8 + 4) / 3.0, within(1e-5));
  }

  @Test
  void aGlobalSeriesWithoutAnOperationOfAClusterIsRefused() {
    ClusterSeries global = GeneratedSeries.cluster("all", 2, 100, (step, node, random) -> 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> study(1, global))
        .withMessageContaining("operation 2 is not in the global series");
  }

  @Test
  void oneModelGetsTheWidestThatHasNoMoreParameters() {
    ForecastShape shape = new ForecastShape(3, 1, 2, 4, 0, 0, 2);
    WidthScaling scaling =
        new WidthScaling(width -> new Constant("width " + width, width), (of, width) -> 10 * width);

    assertThat(scaling.within(47, shape).name()).isEqualTo("width 4");
    assertThat(scaling.within(3, shape).name()).isEqualTo("width 1");
  }

  @Test
  void theUnionHoldsEveryClustersNodesAndNoEdgeBetweenClusters() {
    ClusterSeries union = UnionGraph.of(clusters());

    assertThat(union.operations())
        .containsExactly(
            "first: operation 0",
            "first: operation 1",
            "first: operation 2",
            "second: operation 0",
            "second: operation 1");
    assertThat(union.adjacency())
        .isDeepEqualTo(
            new float[][] {
              {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 0, 0, 0, 0}
            });
    assertThat(union.test().values()[7]).hasSize(5);
  }

  @Test
  void clustersWithOtherStepsAreNotPutSideBySide() {
    List<ClusterSeries> clusters = new ArrayList<>(clusters());
    clusters.add(GeneratedSeries.cluster("third", 2, 90, (step, node, random) -> 1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnionGraph.of(clusters))
        .withMessageContaining("third: 90 steps")
        .withMessageContaining("expected: the same steps");
  }

  @Test
  void aTestTooShortForAForecastIsRefused() {
    List<ClusterSeries> clusters =
        List.of(GeneratedSeries.cluster("short", 2, 10, (step, node, random) -> 1));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ForecastStudy(request(clusters, null, 1), (what, done, total) -> {}).run())
        .withMessageContaining("short: no place in 5 test steps");
  }

  @Test
  void tableAndJsonSayTheSame() {
    ForecastResult result = study(2, null);

    JsonNode json = ForecastText.json(result);

    assertThat(ForecastText.of(result)).contains("always 0", "4.0000", "last value", "0.0000");
    assertThat(json.at("/forecasters/0/calls/mae/mean").asDouble()).isCloseTo(4, within(1e-5));
    assertThat(json.at("/clusters/1/meanCalls").asDouble()).isCloseTo(4, within(1e-5));
    assertThat(json.at("/seeds").asInt()).isEqualTo(2);
  }

  private static ForecastResult study(int seeds, @Nullable ClusterSeries global) {
    return new ForecastStudy(request(clusters(), global, seeds), (what, done, total) -> {}).run();
  }

  private static ForecastStudy.Request request(
      List<ClusterSeries> clusters, @Nullable ClusterSeries global, int seeds) {
    return new ForecastStudy.Request(
        "generated",
        clusters,
        global,
        List.of(new Constant("always 0", 0), new LastValue()),
        new WidthScaling(width -> new Constant("always 0", 0), (shape, width) -> width),
        SPAN,
        1,
        seeds);
  }

  private static List<ClusterSeries> clusters() {
    return List.of(
        GeneratedSeries.cluster(
            "first", 3, 100, (step, node, random) -> GeneratedSeries.anscombe(4)),
        GeneratedSeries.cluster(
            "second", 2, 100, (step, node, random) -> GeneratedSeries.anscombe(4)));
  }

  /** Forecasts one number for all. */
  private record Constant(String name, float value) implements ForecasterTraining {

    @Override
    public Forecaster train(
        GraphSeries training,
        GraphSeries validation,
        float[][] adjacency,
        ForecastShape shape,
        long seed) {
      return new Always(shape, value);
    }
  }

  private record Always(ForecastShape shape, float value) implements ComparedForecaster {

    @Override
    public int parameters() {
      return 1;
    }

    @Override
    public float[][] forecast(ForecastInput input) {
      float[][] forecast = new float[shape.horizon()][shape.nodes() * shape.features()];
      for (float[] step : forecast) {
        Arrays.fill(step, value);
      }
      return forecast;
    }
  }
}
