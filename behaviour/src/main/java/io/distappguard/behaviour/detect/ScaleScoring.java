package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.feature.Folding;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.RoleScoring;
import io.distappguard.behaviour.profile.ScaleProfile;
import java.util.Arrays;

/**
 * Errors of one time scale's reconstruction. A value that is only known to lie between two bounds
 * counts with its distance from the reconstruction to the nearer bound, and every error with the
 * {@linkplain EdgeHarm harm} its edge can do. Holds the last window's results; not thread-safe.
 */
public final class ScaleScoring {

  /** A relaxed value may be this much above the largest level ever seen. */
  private static final float RELAXED_MARGIN = (float) StrictMath.log(2);

  private static final double SMALLEST_COVERAGE = 0.01;

  private final FeatureScaling scaling;
  private final MicroserviceAutoencoder autoencoder;
  private final MicroserviceAutoencoder.Workspace workspace;
  private final BlockStructure structure;
  private final boolean countsExcess;
  private final boolean countsPeak;
  private final int peakFeatures;
  private final float[] weights;

  private final float[] low;
  private final float[] high;
  private final float[] input;
  private final float[] reconstruction;
  private final float[] errors;
  private final float[] largest;

  /** A scoring with the weights and scales of {@code profile}; its quantiles are not used here. */
  public ScaleScoring(
      ScaleProfile profile, FeatureLayout layout, BehaviourConfiguration configuration) {
    this(profile.scaling(), profile.autoencoder(), layout, configuration);
  }

  /** A scoring before quantiles are known. */
  public ScaleScoring(
      FeatureScaling scaling,
      MicroserviceAutoencoder autoencoder,
      FeatureLayout layout,
      BehaviourConfiguration configuration) {
    this.scaling = scaling;
    this.autoencoder = autoencoder;
    this.workspace = autoencoder.newWorkspace();
    this.structure = layout.blockStructure();
    this.countsExcess = configuration.folding() == Folding.TOTAL_AND_EXCESS;
    this.countsPeak = configuration.roleScoring() == RoleScoring.BLOCK_AND_PEAK;
    this.peakFeatures = configuration.peakFeatures();
    this.weights = EdgeHarm.weights(layout);
    int features = structure.features();
    low = new float[features];
    high = new float[features];
    input = new float[features];
    reconstruction = new float[features];
    errors = new float[features];
    largest = new float[peakFeatures];
  }

  /** Scales and reconstructs a window; the results are read by the other methods. */
  public void score(FeatureWindow window) {
    boolean exact = bounds(window);
    nearestToUsual(input);
    autoencoder.reconstruct(input, reconstruction, workspace);
    if (!exact) {
      // The doubtful values are taken as the first reconstruction has them, and then once more.
      for (int feature = 0; feature < input.length; feature++) {
        input[feature] = Math.clamp(reconstruction[feature], low[feature], high[feature]);
      }
      autoencoder.reconstruct(input, reconstruction, workspace);
    }
    for (int feature = 0; feature < input.length; feature++) {
      float expected = Math.clamp(reconstruction[feature], -scaling.clip(), scaling.clip());
      reconstruction[feature] = expected;
      input[feature] = Math.clamp(expected, low[feature], high[feature]);
      float error = input[feature] - expected;
      // What was lost may be what is missing. The value stays as it was seen all the same, so that
      // one container's losses change nothing of what is said of the others.
      errors[feature] = window.losing()[feature] ? Math.max(0, error) : error;
    }
    if (countsExcess) {
      addExcess(window);
    }
    for (int feature = 0; feature < errors.length; feature++) {
      errors[feature] *= weights[feature];
    }
  }

  /**
   * The scaled window as a plain vector, where a doubtful value is the one nearest to usual: what a
   * detector sees that knows of containers that come and go, but not of bounds.
   */
  public float[] vector(FeatureWindow window) {
    bounds(window);
    float[] vector = new float[low.length];
    nearestToUsual(vector);
    return vector;
  }

  private void nearestToUsual(float[] receiver) {
    for (int feature = 0; feature < receiver.length; feature++) {
      receiver[feature] = Math.clamp(0f, low[feature], high[feature]);
    }
  }

  /** Sets the bounds in units of the scale. */
  private boolean bounds(FeatureWindow window) {
    boolean exact = window.exact();
    double watched = window.watched();
    for (int feature = 0; feature < low.length; feature++) {
      float lower = window.lower()[feature];
      float upper = window.upper()[feature];
      if (watched < 1) {
        upper /= (float) Math.max(watched, SMALLEST_COVERAGE);
      }
      float maximum = scaling.maximum()[feature];
      if (window.relaxed()[feature] && scaling.level(feature, lower) <= maximum + RELAXED_MARGIN) {
        lower = 0;
        upper = Math.max(upper, (float) scaling.amountAt(feature, maximum));
      }
      low[feature] = scaling.scaled(feature, lower);
      high[feature] = scaling.scaled(feature, upper);
    }
    return exact;
  }

  /** What one instance did above what any single one ever did, and above its like in the window. */
  private void addExcess(FeatureWindow window) {
    for (int feature = 0; feature < errors.length; feature++) {
      float single = scaling.level(feature, window.single()[feature]);
      float above =
          Math.min(
              single - scaling.singleMaximum()[feature],
              single - scaling.level(feature, window.mean()[feature]));
      if (above > 0) {
        float excess = Math.min(above / scaling.scale()[feature], scaling.clip());
        errors[feature] = Math.max(Math.abs(errors[feature]), excess);
      }
    }
  }

  /** Mean square of {@code errors} in each role's block, 0 for an empty one. */
  public void blockErrors(float[] errors, float[] receiver) {
    for (int role = 0; role < receiver.length; role++) {
      double sum = 0;
      for (int feature : structure.blocks()[role]) {
        sum += errors[feature] * errors[feature];
      }
      receiver[role] = (float) (sum / Math.max(1, structure.blocks()[role].length));
    }
  }

  /** Mean square of each role's few largest {@code errors}, in units of {@code usual}. */
  public void peakErrors(float[] errors, float[] usual, float[] receiver) {
    Arrays.fill(receiver, 0);
    if (!countsPeak) {
      return;
    }
    for (int role = 0; role < receiver.length; role++) {
      Arrays.fill(largest, 0);
      for (int feature : structure.blocks()[role]) {
        float relative = errors[feature] / usual[feature];
        keepLargest(relative * relative);
      }
      float sum = 0;
      for (float square : largest) {
        sum += square;
      }
      receiver[role] = sum / peakFeatures;
    }
  }

  private void keepLargest(float square) {
    int at = 0;
    if (square <= largest[0]) {
      return;
    }
    while (at + 1 < largest.length && largest[at + 1] < square) {
      largest[at] = largest[at + 1];
      at++;
    }
    largest[at] = square;
  }

  /**
   * Errors of the last window, {@code [features]}, in units of the scale times the harm; not to be
   * changed.
   */
  public float[] errors() {
    return errors;
  }

  /** What the model expected of a feature in the last window, in bytes or calls. */
  double expected(int feature) {
    return scaling.amountOf(feature, reconstruction[feature]);
  }
}
