package io.distappguard.evaluation.comparator;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.learning.training.FittedParameters;
import io.distappguard.learning.training.GradientTraining;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import java.util.Arrays;

/**
 * A fully connected autoencoder with as many layers as ours: features, two hidden layers, code, and
 * back. Trained by the same loop, scaler, epochs and early stopping, on the mean squared error over
 * features.
 *
 * <p>The published form scores a window by that same error. A window's one odd role then drowns in
 * all the others' features, which is the score's doing and not the network's; so the comparison can
 * also be made by the largest block error over its benign 99 % quantile. {@link DenseStructure}
 * puts the same network into the whole of our scoring.
 */
public final class DenseAutoencoder implements ScorerTraining {

  /** How a reconstruction becomes a score. */
  public enum Score {
    /** Mean squared error over the whole vector, as published. */
    WHOLE_VECTOR,
    /** Largest of the roles' mean squared errors, each over its 99 % quantile on validation. */
    LARGEST_ROLE
  }

  private final String name;
  private final BlockStructure structure;
  private final BlockStructure dense;
  private final Score score;

  /**
   * A dense autoencoder for vectors of {@code structure}.
   *
   * @param structure blocks of the vector, and what the network shall equal in size
   */
  public DenseAutoencoder(DenseStructure size, BlockStructure structure, Score score) {
    this.name = score == Score.WHOLE_VECTOR ? size.title() : size.title() + ", by role";
    this.structure = structure;
    this.dense = size.apply(structure);
    this.score = score;
  }

  @Override
  public String name() {
    return name;
  }

  public int parameterCount() {
    return DenseStructure.parameterCount(dense);
  }

  @Override
  public WindowScorer fit(
      float[][] training, float[][] validation, TrainingConfiguration configuration) {
    int hidden = dense.totalWidth();
    DenseNetwork network =
        new DenseNetwork(
            new int[] {
              dense.features(),
              hidden,
              hidden,
              dense.latentWidth(),
              hidden,
              hidden,
              dense.features()
            },
            configuration.seed());
    FittedParameters fitted =
        GradientTraining.fit(network, training, validation, configuration, TrainingProgress.SILENT);
    DenseReconstruction reconstruction = new DenseReconstruction(fitted.best());
    return switch (score) {
      case WHOLE_VECTOR -> new WholeVectorScorer(name, reconstruction);
      case LARGEST_ROLE ->
          new LargestRoleScorer(
              name, structure, reconstruction, scales(reconstruction, validation));
    };
  }

  private double[] scales(DenseReconstruction reconstruction, float[][] validation) {
    int roles = structure.roles().size();
    double[][] errors = new double[validation.length][roles];
    for (int row = 0; row < validation.length; row++) {
      structure.blockErrors(validation[row], reconstruction.of(validation[row]), errors[row]);
    }
    double[] scales = new double[roles];
    double[] column = new double[validation.length];
    for (int role = 0; role < roles; role++) {
      for (int row = 0; row < validation.length; row++) {
        column[row] = errors[row][role];
      }
      Arrays.sort(column);
      scales[role] = Math.max(1e-6, column[(int) (0.99 * (column.length - 1))]);
    }
    return scales;
  }

  private record WholeVectorScorer(String name, DenseReconstruction reconstruction)
      implements WindowScorer {

    @Override
    public double score(float[] vector) {
      float[] output = reconstruction.of(vector);
      double sum = 0;
      for (int feature = 0; feature < vector.length; feature++) {
        double error = vector[feature] - output[feature];
        sum += error * error;
      }
      return sum / vector.length;
    }
  }

  private record LargestRoleScorer(
      String name, BlockStructure structure, DenseReconstruction reconstruction, double[] scales)
      implements WindowScorer {

    @Override
    public double score(float[] vector) {
      double[] errors = new double[scales.length];
      structure.blockErrors(vector, reconstruction.of(vector), errors);
      double largest = 0;
      for (int role = 0; role < errors.length; role++) {
        largest = Math.max(largest, errors[role] / scales[role]);
      }
      return largest;
    }
  }
}
