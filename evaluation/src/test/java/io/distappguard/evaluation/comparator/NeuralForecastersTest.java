package io.distappguard.evaluation.comparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.distappguard.evaluation.forecast.GeneratedSeries;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.astgcn.AstgcnArchitecture;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeuralForecastersTest {

  private static final ForecastShape SHAPE = new ForecastShape(3, 1, 2, 8, 0, 0, 2);
  private static final DayPhase BY_STEP = new DayPhase(0, 1, GeneratedSeries.DAY_STEPS);
  private static final TrainingConfiguration QUICK =
      new TrainingConfiguration(0, 600, 32, 1e-2, 0, 0, 20);
  private static final Lstm LSTM = new Lstm(16, 1, QUICK);
  private static final Stid STID = new Stid(8, 2, BY_STEP, 1, QUICK);

  @Test
  void theLstmLearnsWhereAWaveIs() {
    // unlike the day's phase, this wave can only be told from its recent steps
    double error =
        rootMeanSquare(LSTM, (step, node, random) -> Math.sin(2 * Math.PI * step / 7.3 + node));

    assertThat(error).isLessThan(0.15); // the wave's own is 0.71
  }

  @Test
  void theLstmSeesWhatAnotherNodeDid() {
    // each node repeats what the one before it did two steps ago; the first is noise
    float[][] drawn = new float[2000][3];
    GeneratedSeries.Value echo =
        (step, node, random) ->
            drawn[step][node] =
                node == 0
                    ? (float) random.nextGaussian()
                    : step < 2 ? 0 : drawn[step - 2][node - 1];

    assertThat(rootMeanSquare(LSTM, echo, 1)).isLessThan(0.35); // 1 without the other nodes
    assertThat(rootMeanSquare(LSTM, echo, 0)).isBetween(0.9, 1.2); // noise stays noise
  }

  @Test
  void stidKnowsNodesAndSlotsOfTheDay() {
    // history is drowned in noise: only node and slot tell the level
    double error =
        rootMeanSquare(
            STID,
            (step, node, random) ->
                (step % GeneratedSeries.DAY_STEPS % 5 == node ? 3 : 0)
                    + 0.3 * random.nextGaussian());

    assertThat(error).isBetween(0.29, 0.5); // the noise is 0.3, the level's own deviation 1.2
  }

  @Test
  void plainJavaForecastsAsTheTensorLibraryDoes() {
    GraphSeries series = noise(40, 3);
    ForecastSamples samples = ForecastSamples.of(series, SHAPE);
    LstmNetwork lstm = new LstmNetwork(8, 3, 4, 6, 5, 1, 11);
    assertSame(
        samples,
        new LstmForecaster(SHAPE, lstm.initialParameters()),
        library(
            lstm.initialParameters(),
            samples.input(7),
            (parameters, rows) -> lstm.forward(parameters, rows)));
    StidNetwork stid = new StidNetwork(3, 1, 8, 2, 24, 5, 2, 1, 11);
    assertSame(
        samples,
        new StidForecaster(SHAPE, BY_STEP, stid.initialParameters()),
        library(
            stid.initialParameters(),
            new SlotExamples(series, SHAPE, BY_STEP).input(7),
            (parameters, rows) ->
                stid.forward(
                    parameters, rows, rows.getManager().arange(0f, 24f, 1f).reshape(1, 24))));
  }

  @Test
  void equalSeedsGiveEqualForecasts() {
    GraphSeries series = noise(120, 5);
    ForecastSamples samples = ForecastSamples.of(series, SHAPE);
    TrainingConfiguration few = new TrainingConfiguration(0, 20, 32, 1e-2, 0, 0, 20);
    for (ForecasterTraining training :
        List.of(new Lstm(4, 1, few), new Stid(4, 1, BY_STEP, 1, few))) {
      float[][] first = train(training, series, 3).forecast(samples.forecastInput(0));

      assertThat(train(training, series, 3).forecast(samples.forecastInput(0)))
          .isDeepEqualTo(first);
      assertThat(train(training, series, 4).forecast(samples.forecastInput(0))[0])
          .isNotEqualTo(first[0]);
    }
  }

  @Test
  void theLossIsSquaredForSmallErrorsAndLinearForLarge() {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDArray target = manager.zeros(new Shape(2));

      // 0.5² / 2 and 2 · (3 - 2 / 2)
      assertThat(HuberLoss.of(manager.create(new float[] {0.5f, -3}), target, 2).getFloat())
          .isEqualTo((0.125f + 4) / 2);
    }
  }

  @Test
  void parametersAreCounted() {
    GraphSeries series = noise(60, 6);
    TrainingConfiguration one = new TrainingConfiguration(0, 1, 32, 1e-2, 0, 0, 1);

    // 4 gates of 5 units from 3 values and 5 units; 6 outputs from 5 units and 4 externals
    assertThat(((ComparedForecaster) train(new Lstm(5, 1, one), series, 1)).parameters())
        .isEqualTo(4 * 5 * (3 + 5 + 1) + 6 * (5 + 4 + 1));
    assertThat(
            ((ComparedForecaster) train(new Stid(5, 2, BY_STEP, 1, one), series, 1)).parameters())
        .isEqualTo(5 * 8 + 5 + 3 * 5 + 24 * 5 + 4 * (15 * 15 + 15) + 2 * (15 + 1));
  }

  @Test
  void parametersOfOursAreKnownBeforeTraining() {
    GraphSeries series = noise(60, 7);
    AstgcnTraining.Schedule once = new AstgcnTraining.Schedule(1, 32, 1e-3, 0, 1, 1);
    for (AstgcnArchitecture architecture :
        List.of(AstgcnArchitecture.standard(), AstgcnArchitecture.standard().withoutAttention())) {
      Astgcn trained =
          new AstgcnTraining(architecture, once, TrainingProgress.SILENT)
              .train(series, series, GeneratedSeries.chain(3), SHAPE, 1);

      assertThat(architecture.parameterCount(SHAPE)).isEqualTo(trained.parameterCount());
    }
  }

  @Test
  void stidTakesNoInputDropout() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Stid(8, 1, BY_STEP, 1, new TrainingConfiguration(0, 1, 1, 0.1, 0, 0.1, 1)))
        .withMessageContaining("inputDropout: 0.1 (expected: 0");
  }

  private static double rootMeanSquare(ForecasterTraining training, GeneratedSeries.Value value) {
    double squares = 0;
    for (int node = 0; node < SHAPE.nodes(); node++) {
      squares += Math.pow(rootMeanSquare(training, value, node), 2);
    }
    return Math.sqrt(squares / SHAPE.nodes());
  }

  /** Error of one node on a test that is generated alike. */
  private static double rootMeanSquare(
      ForecasterTraining training, GeneratedSeries.Value value, int node) {
    GraphSeries learned = GeneratedSeries.of(3, 600, 1, value);
    GraphSeries validation = GeneratedSeries.of(3, 200, 2, value);
    GraphSeries test = GeneratedSeries.of(3, 200, 3, value);
    Forecaster forecaster = training.train(learned, validation, GeneratedSeries.chain(3), SHAPE, 1);
    ForecastSamples samples = ForecastSamples.of(test, SHAPE);
    double squares = 0;
    for (int sample = 0; sample < samples.count(); sample++) {
      float[][] forecast = forecaster.forecast(samples.forecastInput(sample));
      for (int ahead = 0; ahead < SHAPE.horizon(); ahead++) {
        squares += Math.pow(forecast[ahead][node] - samples.observed(sample)[ahead][node], 2);
      }
    }
    return Math.sqrt(squares / samples.count() / SHAPE.horizon());
  }

  private static GraphSeries noise(int steps, long seed) {
    return GeneratedSeries.of(3, steps, seed, (step, node, random) -> random.nextGaussian());
  }

  private static Forecaster train(ForecasterTraining training, GraphSeries series, long seed) {
    return training.train(series, series, GeneratedSeries.chain(3), SHAPE, seed);
  }

  private static void assertSame(ForecastSamples samples, Forecaster plain, float[] library) {
    float[][] forecast = plain.forecast(samples.forecastInput(7));

    float[] flat = new float[library.length];
    for (int step = 0; step < forecast.length; step++) {
      System.arraycopy(forecast[step], 0, flat, step * 3, 3);
    }
    assertThat(flat).containsExactly(library, within(1e-5f));
  }

  private interface Forward {
    NDArray of(NDList parameters, NDArray rows);
  }

  private static float[] library(List<Tensor> weights, float[] row, Forward forward) {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDList parameters = new NDList();
      for (Tensor tensor : weights) {
        Shape shape = new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
        parameters.add(manager.create(tensor.values(), shape));
      }
      return forward.of(parameters, manager.create(new float[][] {row})).toFloatArray();
    }
  }
}
