package io.distappguard.behaviour.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AutoencoderTrainingTest {

  private static final TrainingConfiguration QUICK =
      new TrainingConfiguration(7, 84, 32, 5e-3, 1e-4, 0.1, 3);

  @Test
  void learnsWhatItsWindowsHaveInCommon() {
    SyntheticWindows windows = SyntheticWindows.of(60, 6, 400, 1);

    TrainingResult result = train(windows, TrainingConfiguration.withSeed(7));

    float[] losses = result.validationLosses();
    assertThat(losses[result.bestEpoch()]).isLessThan(losses[0] / 2);
    assertThat(meanBlockError(result.best(), windows.validation()))
        .isCloseTo(losses[result.bestEpoch()], within(1e-3f));
  }

  @Test
  void sameInputAndSeedGiveTheSameWeightsToTheBit() {
    SyntheticWindows windows = SyntheticWindows.of(80, 7, 200, 2);

    Map<String, Tensor> first = train(windows, QUICK).best().tensors();

    assertThat(train(windows, QUICK).best().tensors()).isEqualTo(first);
    TrainingConfiguration otherSeed = new TrainingConfiguration(8, 84, 32, 5e-3, 1e-4, 0.1, 3);
    assertThat(train(windows, otherSeed).best().tensors()).isNotEqualTo(first);
  }

  @Test
  void plainJavaReconstructsAsTheTensorLibraryDoes() {
    SyntheticWindows windows = SyntheticWindows.of(300, 9, 20, 3);

    requireEqualReconstructions(windows.structure(), windows.training());
  }

  @Test
  void aSmallerBlockMayBeWider() {
    BlockStructure structure =
        new BlockStructure(
            9,
            List.of("large", "wide"),
            new int[][] {{0, 1, 2, 3, 4}, {5, 6, 7, 8}},
            new int[][] {{0, 1}, {0, 1}},
            new int[] {2, 6},
            3);

    requireEqualReconstructions(structure, SyntheticWindows.of(9, 2, 20, 3).training());
  }

  private static void requireEqualReconstructions(BlockStructure structure, float[][] windows) {
    Map<String, Tensor> weights = MicroserviceAutoencoderTest.randomWeights(structure, 3);
    float[][] plain = MicroserviceAutoencoder.fromTensors(structure, weights).reconstruct(windows);

    BlockNetwork network = new BlockNetwork(structure, structure.blocks(), weights);
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDList parameters = new NDList();
      for (Tensor tensor : network.initialParameters()) {
        Shape shape = new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
        parameters.add(manager.create(tensor.values(), shape));
      }
      NDArray batch = manager.create(windows);
      float[] library =
          network.new Forward(manager).reconstruct(parameters, batch).transpose().toFloatArray();
      for (int row = 0; row < plain.length; row++) {
        for (int feature = 0; feature < structure.features(); feature++) {
          assertThat(plain[row][feature])
              .isCloseTo(library[row * structure.features() + feature], within(1e-4f));
        }
      }
    }
  }

  @Test
  void paddingLosesNothing() {
    SyntheticWindows windows = SyntheticWindows.of(200, 12, 1, 4);
    Map<String, Tensor> weights = MicroserviceAutoencoderTest.randomWeights(windows.structure(), 4);
    PaddedWeights padded = new PaddedWeights(windows.structure());

    assertThat(padded.unpad(padded.pad(weights))).isEqualTo(weights);
  }

  @Test
  void rolesWithoutFeaturesOrNeighboursAreNoObstacle() {
    BlockStructure structure =
        new BlockStructure(
            3,
            List.of("empty", "alone", "talks", "too"),
            new int[][] {{}, {0}, {1, 2}, {1}},
            new int[][] {{0, 2}, {1}, {0, 2, 3}, {2, 3}});
    float[][] windows = new float[40][];
    for (int row = 0; row < windows.length; row++) {
      windows[row] = new float[] {row % 3 - 1, row % 2, -(row % 2)};
    }

    TrainingResult result =
        AutoencoderTraining.train(
            structure, structure.blocks(), windows, windows, QUICK, TrainingProgress.SILENT);

    assertThat(result.best().reconstruct(windows)[0]).doesNotContain(Float.NaN);
  }

  @Test
  void theLossIsTheMeanOverItsBlocks() {
    float[][] windows = SyntheticWindows.of(20, 3, 40, 5).training();
    BlockStructure all =
        new BlockStructure(
            20, List.of("all"), new int[][] {IntStream.range(0, 20).toArray()}, new int[][] {{0}});
    int[][] blocks = {{0}, {1, 2}, {}};

    TrainingResult result =
        AutoencoderTraining.train(all, blocks, windows, windows, QUICK, TrainingProgress.SILENT);

    double sum = 0;
    for (float[] window : windows) {
      float[] errors = result.best().reconstruct(new float[][] {window})[0];
      for (int feature = 0; feature < 3; feature++) {
        float error = errors[feature] - window[feature];
        sum += error * error * (feature == 0 ? 0.5 : 0.25);
      }
    }
    assertThat(result.validationLosses()[result.bestEpoch()])
        .isCloseTo((float) (sum / windows.length), within(1e-4f));
  }

  @Test
  void stopsWhenValidationNoLongerImproves() {
    SyntheticWindows windows = SyntheticWindows.of(20, 3, 60, 5);
    TrainingConfiguration eager = new TrainingConfiguration(1, 2_000, 16, 5e-2, 0, 0, 2);

    TrainingResult result = train(windows, eager);

    assertThat(result.validationLosses()).hasSizeLessThan(500);
    assertThat(result.bestEpoch()).isEqualTo(result.validationLosses().length - 3);
  }

  @Test
  void windowsItCannotLearnFromAreRefused() {
    SyntheticWindows windows = SyntheticWindows.of(20, 3, 8, 6);
    float[][] damaged = new float[][] {windows.training()[0].clone()};
    damaged[0][4] = Float.POSITIVE_INFINITY;

    assertThatThrownBy(() ->
            AutoencoderTraining.train(
                windows.structure(),
                windows.structure().blocks(),
                damaged,
                windows.validation(),
                QUICK,
                TrainingProgress.SILENT))
        .hasMessage("training[0][4]: Infinity (expected: finite)");
    assertThatThrownBy(() ->
            AutoencoderTraining.train(
                windows.structure(),
                windows.structure().blocks(),
                windows.training(),
                new float[0][],
                QUICK,
                TrainingProgress.SILENT))
        .hasMessage("validation: no windows (expected: at least one)");
  }

  private static TrainingResult train(
      SyntheticWindows windows, TrainingConfiguration configuration) {
    return AutoencoderTraining.train(
        windows.structure(),
        windows.structure().blocks(),
        windows.training(),
        windows.validation(),
        configuration,
        TrainingProgress.SILENT);
  }

  private static float meanBlockError(MicroserviceAutoencoder model, float[][] windows) {
    BlockStructure structure = model.structure();
    double[] errors = new double[structure.roles().size()];
    double sum = 0;
    long filled = java.util.Arrays.stream(structure.blocks()).filter(b -> b.length > 0).count();
    float[][] reconstructions = model.reconstruct(windows);
    for (int row = 0; row < windows.length; row++) {
      structure.blockErrors(windows[row], reconstructions[row], errors);
      sum += java.util.Arrays.stream(errors).sum() / filled;
    }
    return (float) (sum / windows.length);
  }
}
