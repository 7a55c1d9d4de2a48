package io.distappguard.evaluation.comparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import io.distappguard.evaluation.comparator.DenseAutoencoder.Score;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.TrainingConfiguration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComparatorTest {

  private static final BlockStructure STRUCTURE =
      new BlockStructure(
          40,
          List.of("a", "b"),
          new int[][] {
            IntStream.range(0, 25).toArray(), IntStream.range(20, 40).toArray(),
          },
          new int[][] {{0, 1}, {0, 1}});
  private static final TrainingConfiguration QUICK =
      new TrainingConfiguration(3, 195, 32, 5e-3, 1e-4, 0.1, 3);

  @ParameterizedTest
  @EnumSource
  void aDenseAutoencoderScoresWhatBreaksTheCommonPatternHigher(Score score) {
    float[][] benign = windows(400, 1);
    WindowScorer scorer =
        new DenseAutoencoder(DenseStructure.EQUAL_PARAMETERS, STRUCTURE, score)
            .fit(benign, windows(100, 2), QUICK);
    float[] broken = windows(1, 3)[0];
    for (int feature = 0; feature < 5; feature++) {
      broken[feature] = -4;
    }

    double highestBenign = 0;
    for (float[] window : windows(100, 4)) {
      highestBenign = Math.max(highestBenign, scorer.score(window));
    }
    assertThat(scorer.score(broken)).isGreaterThan(highestBenign);
  }

  @Test
  void equalParametersMeansNotMoreThanOursAndNearlyAsMany() {
    int ours = MicroserviceAutoencoder.untrained(STRUCTURE, 0).parameterCount();

    assertThat(dense(DenseStructure.EQUAL_PARAMETERS).parameterCount())
        .isBetween((int) (0.8 * ours), ours)
        .isEqualTo(
            new DenseAutoencoder(DenseStructure.EQUAL_PARAMETERS, STRUCTURE, Score.WHOLE_VECTOR)
                .parameterCount());
    assertThat(dense(DenseStructure.EQUAL_WIDTH).parameterCount()).isGreaterThan(ours);
  }

  @Test
  void plainJavaReconstructsAsTheTensorLibraryDoes() {
    DenseNetwork network = new DenseNetwork(new int[] {40, 12, 8, 12, 40}, 9);
    List<Tensor> weights = network.initialParameters();
    float[] window = windows(1, 5)[0];
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDList parameters = new NDList();
      for (Tensor tensor : weights) {
        Shape shape = new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
        parameters.add(manager.create(tensor.values(), shape));
      }
      NDArray library = network.forward(parameters, manager.create(new float[][] {window}));

      assertThat(new DenseReconstruction(weights).of(window))
          .containsExactly(library.toFloatArray(), within(1e-4f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ourNetworkWithOneBlockOfAllFeaturesIsADenseAutoencoder(DenseStructure size) {
    MicroserviceAutoencoder oneBlock = dense(size);
    float[] window = windows(1, 6)[0];

    assertThat(oneBlock.reconstruct(new float[][] {window})[0])
        .containsExactly(
            new DenseReconstruction(List.copyOf(oneBlock.tensors().values())).of(window),
            within(1e-6f));
  }

  private static MicroserviceAutoencoder dense(DenseStructure size) {
    return MicroserviceAutoencoder.untrained(size.apply(STRUCTURE), 8);
  }

  @Test
  void theSimpleRulesLookAtWhatTheySay() {
    assertThat(new MaxZ().score(new float[] {1, -5, 3})).isEqualTo(5);
    assertThat(new UnseenOnly(new int[] {0, 2}).score(new float[] {1, -5, 3})).isEqualTo(4);
  }

  /** Two hidden loads drive forty features. */
  private static float[][] windows(int count, long seed) {
    Random random = new Random(seed);
    float[][] windows = new float[count][40];
    for (float[] window : windows) {
      double first = random.nextGaussian();
      double second = random.nextGaussian();
      for (int feature = 0; feature < 40; feature++) {
        window[feature] =
            (float)
                (Math.sin(feature) * first
                    + Math.cos(feature) * second
                    + 0.2 * random.nextGaussian());
      }
    }
    return windows;
  }
}
