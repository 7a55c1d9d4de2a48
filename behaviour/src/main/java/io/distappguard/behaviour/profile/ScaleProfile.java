package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.window.TimeScale;
import java.util.Arrays;

/**
 * What was learned for one time scale. The arrays are shared and nobody may change them.
 *
 * @param residualScale {@code [features]} usual size of each feature's error
 * @param blockQuantiles {@code [roles]} benign quantile of each role's block error
 * @param peakQuantiles {@code [roles]} benign quantile of each role's peak error
 */
public record ScaleProfile(
    TimeScale scale,
    FeatureScaling scaling,
    MicroserviceAutoencoder autoencoder,
    float[] residualScale,
    float[] blockQuantiles,
    float[] peakQuantiles) {

  @Override
  public boolean equals(Object other) {
    return other instanceof ScaleProfile that
        && scale.equals(that.scale)
        && scaling.equals(that.scaling)
        && autoencoder.tensors().equals(that.autoencoder.tensors())
        && Arrays.equals(residualScale, that.residualScale)
        && Arrays.equals(blockQuantiles, that.blockQuantiles)
        && Arrays.equals(peakQuantiles, that.peakQuantiles);
  }

  @Override
  public int hashCode() {
    return 31 * scale.hashCode() + scaling.hashCode();
  }

  @Override
  public String toString() {
    return "ScaleProfile[" + scale + "]";
  }
}
