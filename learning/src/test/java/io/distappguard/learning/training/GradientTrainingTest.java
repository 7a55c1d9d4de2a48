package io.distappguard.learning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.distappguard.learning.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradientTrainingTest {

  private static final TrainingConfiguration QUICK =
      new TrainingConfiguration(3, 600, 16, 5e-2, 0, 0, 200);

  /** {@code target = 2 a - b + 3 c}, by least squares. */
  private static final class Linear implements Network {

    @Override
    public List<Tensor> initialParameters() {
      return List.of(Tensor.matrix(3, 1, new float[3]));
    }

    @Override
    public Loss prepare(NDManager manager) {
      return (parameters, input, target) ->
          input.matMul(parameters.get(0)).sub(target).square().mean();
    }

    @Override
    public int validationBatch() {
      return 7;
    }
  }

  /** Gives the same two arrays again and again, as it may. */
  private record Planes(float[][] inputs3, float[] input, float[] target) implements Examples {

    static Planes of(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] inputs = new float[count][3];
      for (float[] row : inputs) {
        for (int column = 0; column < 3; column++) {
          row[column] = (float) random.nextGaussian();
        }
      }
      return new Planes(inputs, new float[3], new float[1]);
    }

    @Override
    public int count() {
      return inputs3.length;
    }

    @Override
    public int inputs() {
      return 3;
    }

    @Override
    public int targets() {
      return 1;
    }

    @Override
    public float[] input(int example) {
      System.arraycopy(inputs3[example], 0, input, 0, 3);
      return input;
    }

    @Override
    public float[] target(int example) {
      float[] row = inputs3[example];
      target[0] = 2 * row[0] - row[1] + 3 * row[2];
      return target;
    }
  }

  @Test
  void targetsMayBeOtherThanInputs() {
    FittedParameters fitted =
        GradientTraining.fit(
            new Linear(), Planes.of(100, 1), Planes.of(40, 2), QUICK, TrainingProgress.SILENT);

    assertThat(fitted.best().get(0).values())
        .containsExactly(new float[] {2, -1, 3}, within(1e-2f));
    assertThat(fitted.validationLosses()[fitted.bestEpoch()]).isLessThan(1e-3f);
  }

  @Test
  void examplesItCannotLearnFromAreRefused() {
    assertThatThrownBy(() -> fit(Planes.of(0, 1), Planes.of(4, 1)))
        .hasMessage("training: no examples (expected: at least one)");
    Planes damaged = Planes.of(4, 1);
    damaged.inputs3()[2][1] = Float.NaN;
    assertThatThrownBy(() -> fit(Planes.of(4, 1), damaged))
        .hasMessage("validation[2].input[1]: NaN (expected: finite)");
    assertThatThrownBy(() -> fit(Planes.of(4, 1), Examples.repeating(new float[][] {{1, 2}})))
        .hasMessage("validation[0].input: 2 numbers (expected: 3)");
  }

  private static void fit(Examples training, Examples validation) {
    GradientTraining.fit(new Linear(), training, validation, QUICK, TrainingProgress.SILENT);
  }
}
