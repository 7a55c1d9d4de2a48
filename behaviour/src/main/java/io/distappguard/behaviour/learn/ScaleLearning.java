package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.autoencoder.AutoencoderTraining;
import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.autoencoder.TrainingResult;
import io.distappguard.behaviour.detect.PersistentErrors;
import io.distappguard.behaviour.detect.ScaleScoring;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.ErrorUnits;
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

  /**
   * What happens now and then is no attack when it happens once more: a class read late from its
   * library, a checkpoint. So also for rare edges to files.
   */
  private static final float SMALLEST_USUAL_ERROR_OF_EPISODES = 4;

  /** A feature that is zero in all but this share of the training windows counts as an episode. */
  private static final double EPISODE_SHARE = 0.1;

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
   * @param network shape of the autoencoder
   * @param training windows of the training recordings from which something can be learned
   * @param validation all windows of validation A
   */
  Learned learn(
      BlockStructure network,
      List<FeatureWindow> training,
      List<FeatureWindow> validation,
      TrainingProgress progress) {
    FeatureScaling scaling =
        FeatureScaling.fit(layout, training, configuration.scaleFloor(), configuration.clip());
    List<FeatureWindow> learnable = validation.stream().filter(FeatureWindow::isLearnable).toList();
    TrainingResult result =
        AutoencoderTraining.train(
            network,
            layout.blockStructure().blocks(),
            scaled(scaling, training),
            scaled(scaling, learnable),
            configuration.training(),
            progress);
    ScaleScoring scoring = new ScaleScoring(scaling, result.best(), layout, configuration);
    List<FeatureWindow> benign = new ArrayList<>(training);
    benign.addAll(learnable);
    Errors ofBenign = errors(scoring, benign);
    Errors ofValidation = errors(scoring, validation);
    boolean[] episodes = episodes(training);
    double averaged = 1 / Math.sqrt(configuration.persistence());
    ScaleProfile profile =
        new ScaleProfile(
            scale,
            scaling,
            result.best(),
            units(scoring, ofBenign.single(), ofValidation.single(), episodes, 1),
            units(scoring, ofBenign.persistent(), ofValidation.persistent(), episodes, averaged));
    return new Learned(profile, result);
  }

  private static float[][] scaled(FeatureScaling scaling, List<FeatureWindow> windows) {
    float[][] rows = new float[windows.size()][scaling.size()];
    for (int row = 0; row < rows.length; row++) {
      FeatureWindow window = windows.get(row);
      for (int feature = 0; feature < scaling.size(); feature++) {
        // An uncertain value is taken as the one nearest to the median, and where events were lost
        // as the median itself: nothing is learned from a container that loses.
        float low = window.relaxed()[feature] ? 0 : window.lower()[feature];
        rows[row][feature] =
            window.losing()[feature]
                ? 0
                : Math.clamp(
                    0f,
                    scaling.scaled(feature, low),
                    scaling.scaled(feature, window.upper()[feature]));
      }
    }
    return rows;
  }

  /**
   * Errors of windows, {@code [windows][features]}, each alone and averaged with those before; none
   * where events were lost.
   */
  private record Errors(float[][] single, float[][] persistent) {}

  private Errors errors(ScaleScoring scoring, List<FeatureWindow> windows) {
    PersistentErrors average = new PersistentErrors(configuration.persistence(), layout.size());
    float[][] single = new float[windows.size()][];
    float[][] persistent = new float[windows.size()][];
    for (int row = 0; row < single.length; row++) {
      FeatureWindow window = windows.get(row);
      scoring.score(window);
      single[row] = scoring.errors().clone();
      for (int feature = 0; feature < single[row].length; feature++) {
        single[row][feature] = window.losing()[feature] ? 0 : single[row][feature];
      }
      persistent[row] = average.add(window.startMillis(), window.endMillis(), single[row]).clone();
    }
    return new Errors(single, persistent);
  }

  /**
   * Units for errors.
   *
   * @param smallest smallest usual error, in units of that of a single window
   */
  private ErrorUnits units(
      ScaleScoring scoring,
      float[][] benign,
      float[][] validation,
      boolean[] episodes,
      double smallest) {
    int roles = layout.blockStructure().roles().size();
    float[] usual = usualErrors(benign, episodes, (float) smallest);
    float[][] blocks = new float[validation.length][roles];
    float[][] peaks = new float[validation.length][roles];
    for (int row = 0; row < validation.length; row++) {
      scoring.blockErrors(validation[row], blocks[row]);
      scoring.peakErrors(validation[row], usual, peaks[row]);
    }
    return new ErrorUnits(
        usual,
        columnQuantiles(blocks, roles, SMALLEST_BLOCK_QUANTILE),
        columnQuantiles(peaks, roles, SMALLEST_PEAK_QUANTILE));
  }

  private float[] usualErrors(float[][] errors, boolean[] episodes, float smallest) {
    float[] usual = new float[layout.size()];
    float[] column = new float[errors.length];
    for (int feature = 0; feature < usual.length; feature++) {
      for (int row = 0; row < errors.length; row++) {
        column[row] = Math.abs(errors[row][feature]);
      }
      usual[feature] =
          Math.max(
              smallest
                  * (episodes[feature] ? SMALLEST_USUAL_ERROR_OF_EPISODES : SMALLEST_USUAL_ERROR),
              quantile(column, USUAL_ERROR));
    }
    return usual;
  }

  private boolean[] episodes(List<FeatureWindow> training) {
    boolean[] episodes = new boolean[layout.size()];
    for (int feature = 0; feature < episodes.length; feature++) {
      int active = 0;
      int whole = 0;
      for (FeatureWindow window : training) {
        whole += window.losing()[feature] ? 0 : 1;
        active += !window.losing()[feature] && window.upper()[feature] > 0 ? 1 : 0;
      }
      episodes[feature] =
          active < EPISODE_SHARE * whole || layout.features().get(feature).isOfRareFiles();
    }
    return episodes;
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
