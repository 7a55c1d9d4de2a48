package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.FittedParameters;
import io.distappguard.learning.training.GradientTraining;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.Map;

/**
 * Trains an {@link Astgcn} on Huber's loss. Only this loads the tensor library; forecasting does
 * not. Equal input and seed give equal weights, bit for bit, on one kind of processor.
 */
public final class AstgcnTraining implements ForecasterTraining {

  private final AstgcnArchitecture architecture;
  private final Schedule schedule;
  private final TrainingProgress progress;

  /**
   * How long and how fast training goes; see {@link TrainingConfiguration}.
   *
   * @param huberDelta size of error, in the scaled units of the series, from which the loss is
   *     linear: smaller forgets outliers, larger follows them
   */
  public record Schedule(
      int steps,
      int batchSize,
      double learningRate,
      double weightDecay,
      int patience,
      float huberDelta) {

    public Schedule {
      if (!(huberDelta > 0)) {
        throw new IllegalArgumentException("huberDelta: " + huberDelta + " (expected: > 0)");
      }
    }

    /** What suits series of some hundred steps on a dozen nodes; see RATIONALE.md. */
    public static Schedule standard() {
      return new Schedule(400, 32, 5e-3, 0.1, 6, 0.3f);
    }

    private TrainingConfiguration withSeed(long seed) {
      return new TrainingConfiguration(
          seed, steps, batchSize, learningRate, weightDecay, 0, patience);
    }
  }

  public AstgcnTraining(
      AstgcnArchitecture architecture, Schedule schedule, TrainingProgress progress) {
    this.architecture = architecture;
    this.schedule = schedule;
    this.progress = progress;
  }

  /** The network as it ships, told nobody how it goes. */
  public static AstgcnTraining standard() {
    return new AstgcnTraining(
        AstgcnArchitecture.standard(), Schedule.standard(), TrainingProgress.SILENT);
  }

  @Override
  public String name() {
    return architecture.attention() ? "ASTGCN" : "ASTGCN without attention";
  }

  /**
   * Trains until the validation loss stops falling.
   *
   * @throws IllegalArgumentException if a series has no sample of that shape or is of another, or
   *     the adjacency is of another shape, negative or not finite
   */
  @Override
  public Astgcn train(
      GraphSeries training,
      GraphSeries validation,
      float[][] adjacency,
      ForecastShape shape,
      long seed) {
    requireSquare(adjacency, shape.nodes());
    ForecastSamples samples = ForecastSamples.of(training, shape);
    ForecastSamples held = ForecastSamples.of(validation, shape);
    LinearBase base = LinearBase.fit(samples, held, schedule.huberDelta);
    Map<String, Tensor> initial = AstgcnWeights.initial(architecture, shape, seed);
    float[][] polynomials = ScaledLaplacian.chebyshev(adjacency, architecture.chebyshevTerms());
    AstgcnNetwork network =
        new AstgcnNetwork(architecture, shape, polynomials, initial, schedule.huberDelta);
    FittedParameters fitted =
        GradientTraining.fit(
            network,
            new MissedByBase(samples, base),
            new MissedByBase(held, base),
            schedule.withSeed(seed),
            progress);
    Map<String, Tensor> weights = network.named(fitted.best());
    weights.putAll(base.tensors());
    Astgcn trained = Astgcn.of(architecture, shape, adjacency, weights);
    return Astgcn.of(
        architecture,
        shape,
        adjacency,
        AdditionShrinkage.shrunk(trained, held, schedule.huberDelta));
  }

  private static void requireSquare(float[][] adjacency, int nodes) {
    if (adjacency.length != nodes) {
      throw new IllegalArgumentException(
          "adjacency: " + adjacency.length + " rows (expected: " + nodes + ")");
    }
    for (int row = 0; row < nodes; row++) {
      if (adjacency[row].length != nodes) {
        throw new IllegalArgumentException(
            "adjacency[%d]: %d columns (expected: %d)"
                .formatted(row, adjacency[row].length, nodes));
      }
    }
  }
}
