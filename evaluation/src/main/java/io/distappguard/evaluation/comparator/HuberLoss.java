package io.distappguard.evaluation.comparator;

import ai.djl.ndarray.NDArray;
import io.distappguard.learning.training.OwnMemory;

/**
 * The loss that our forecaster learns by (Huber, Annals of Mathematical Statistics 1964): squared
 * for small errors, linear for large ones. Comparators learn by the same.
 */
final class HuberLoss {

  private HuberLoss() {}

  /**
   * The mean over all numbers.
   *
   * @param delta size of error from which it is linear, above 0
   */
  static NDArray of(NDArray forecast, NDArray target, float delta) {
    NDArray error = forecast.sub(target).abs();
    NDArray half = OwnMemory.number(error.getManager(), 0.5f);
    NDArray small = error.minimum(OwnMemory.number(error.getManager(), delta));
    return small.mul(error.sub(small.mul(half))).mean();
  }
}
