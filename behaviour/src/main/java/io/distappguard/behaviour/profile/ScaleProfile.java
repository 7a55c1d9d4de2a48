package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.window.TimeScale;

/**
 * What was learned for one time scale.
 *
 * @param single errors of single windows
 * @param persistent signed errors averaged over the last {@link BehaviourConfiguration#persistence}
 *     windows
 */
public record ScaleProfile(
    TimeScale scale,
    FeatureScaling scaling,
    MicroserviceAutoencoder autoencoder,
    ErrorUnits single,
    ErrorUnits persistent) {

  @Override
  public boolean equals(Object other) {
    return other instanceof ScaleProfile that
        && scale.equals(that.scale)
        && scaling.equals(that.scaling)
        && autoencoder.tensors().equals(that.autoencoder.tensors())
        && single.equals(that.single)
        && persistent.equals(that.persistent);
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
