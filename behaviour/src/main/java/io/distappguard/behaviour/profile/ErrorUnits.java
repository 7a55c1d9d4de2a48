package io.distappguard.behaviour.profile;

import java.util.Arrays;

/**
 * How large errors are on benign data. The arrays are shared and nobody may change them.
 *
 * @param features {@code [features]} usual size of each feature's error
 * @param blocks {@code [roles]} benign quantile of each role's block error
 * @param peaks {@code [roles]} benign quantile of each role's peak error
 */
public record ErrorUnits(float[] features, float[] blocks, float[] peaks) {

  @Override
  public boolean equals(Object other) {
    return other instanceof ErrorUnits that
        && Arrays.equals(features, that.features)
        && Arrays.equals(blocks, that.blocks)
        && Arrays.equals(peaks, that.peaks);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(features);
  }

  @Override
  public String toString() {
    return "ErrorUnits[" + features.length + " features, " + blocks.length + " roles]";
  }
}
