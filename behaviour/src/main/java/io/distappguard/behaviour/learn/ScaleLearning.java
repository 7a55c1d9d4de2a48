package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.autoencoder.AutoencoderTraining;
import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.autoencoder.TrainingResult;
import io.distappguard.behaviour.detect.ScaleScoring;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.ScaleProfile;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.learning.training.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Learns one time scale: scales of features, weights, benign quantiles. */
final class ScaleLearning {

  /** A feature's usual error is not taken for smaller than this, in units of its scale. */
  private static final float SMALLEST_USUAL_ERROR = 0.5f;

  /** A stopping or idling process reads again what it read when it started; that is no attack. */
  private static final float SMALLEST_USUAL_ERROR_OF_RARE_FILES = 4;

  private static final double USUAL_ERROR = 0.999;
  private static final float SMALLEST_BLOCK_QUANTILE = 1e-3f;

  /** A feature at its usual error is no peak, however quiet validation A was. */
  private static final float SMALLEST_PEAK_QUANTILE = 1;

  private final BehaviourConfiguration configuration;
  private final FeatureLayout layout;
  private final TimeScale scale;

  ScaleLearning(BehaviourConfiguration configuration, FeatureLayout layout, TimeScale scale) {
    this.configuration = configuration;
    this.layout = layout;
    this.scale = scale;
  }

  record Learned(ScaleProfile profile, TrainingResult training) {}

  /**
   * Learns.
   *
   * @param training complete windows of the training recordings
   * @param validation all windows of validation A
   */
  Learned learn(
      List<FeatureWindow> training, List<FeatureWindow> validation, TrainingProgress progress) {
    FeatureScaling scaling =
        FeatureScaling.fit(layout, training, configuration.scaleFloor(), configuration.clip());
    List<FeatureWindow> complete = validation.stream().filter(FeatureWindow::complete).toList();
    BlockStructure structure = layout.blockStructure();
    TrainingResult result =
        AutoencoderTraining.train(
            structure,
            scaled(scaling, training),
            scaled(scaling, complete),
            configuration.training(),
            progress);
    ScaleScoring scoring = new ScaleScoring(scaling, result.best(), configuration);
    List<FeatureWindow> benign = new ArrayList<>(training);
    benign.addAll(complete);
    float[] usualErrors = usualErrors(scoring, benign);
    int roles = structure.roles().size();
    float[][] blocks = new float[validation.size()][roles];
    float[][] peaks = new float[validation.size()][roles];
    for (int row = 0; row < validation.size(); row++) {
      scoring.score(validation.get(row));
      scoring.blockErrors(blocks[row]);
      scoring.peakErrors(usualErrors, peaks[row]);
    }
    ScaleProfile profile =
        new ScaleProfile(
            scale,
            scaling,
            result.best(),
            usualErrors,
            columnQuantiles(blocks, roles, SMALLEST_BLOCK_QUANTILE),
            columnQuantiles(peaks, roles, SMALLEST_PEAK_QUANTILE));
    return new Learned(profile, result);
  }

  private static float[][] scaled(FeatureScaling scaling, List<FeatureWindow> windows) {
    float[][] rows = new float[windows.size()][scaling.size()];
    for (int row = 0; row < rows.length; row++) {
      FeatureWindow window = windows.get(row);
      for (int feature = 0; feature < scaling.size(); feature++) {
        // An uncertain value is taken as the one nearest to the median.
        float low = window.relaxed()[feature] ? 0 : window.lower()[feature];
        rows[row][feature] =
            Math.clamp(
                0f, scaling.scaled(feature, low), scaling.scaled(feature, window.upper()[feature]));
      }
    }
    return rows;
  }

  private float[] usualErrors(ScaleScoring scoring, List<FeatureWindow> windows) {
    float[][] errors = new float[windows.size()][];
    for (int row = 0; row < errors.length; row++) {
      scoring.score(windows.get(row));
      errors[row] = scoring.errors().clone();
    }
    float[] usual = new float[layout.size()];
    float[] column = new float[errors.length];
    for (int feature = 0; feature < usual.length; feature++) {
      for (int row = 0; row < errors.length; row++) {
        column[row] = Math.abs(errors[row][feature]);
      }
      boolean ofRareFiles = layout.features().get(feature).isOfRareFiles();
      usual[feature] =
          Math.max(
              ofRareFiles ? SMALLEST_USUAL_ERROR_OF_RARE_FILES : SMALLEST_USUAL_ERROR,
              quantile(column, USUAL_ERROR));
    }
    return usual;
  }

  private float[] columnQuantiles(float[][] rows, int columns, float smallest) {
    float[] quantiles = new float[columns];
    float[] column = new float[rows.length];
    for (int index = 0; index < columns; index++) {
      for (int row = 0; row < rows.length; row++) {
        column[row] = rows[row][index];
      }
      quantiles[index] = Math.max(smallest, quantile(column, configuration.benignQuantile()));
    }
    return quantiles;
  }

  /** Sorts its argument. */
  static float quantile(float[] values, double share) {
    Arrays.sort(values);
    double position = share * (values.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, values.length - 1);
    return (float) (values[below] + (position - below) * (values[above] - values[below]));
  }
}
