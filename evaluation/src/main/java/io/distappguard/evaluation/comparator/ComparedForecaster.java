package io.distappguard.evaluation.comparator;

import io.distappguard.traffic.forecast.Forecaster;

/** A comparator's forecaster, with what a report says of it besides its errors. Immutable. */
public interface ComparedForecaster extends Forecaster {

  /** Numbers learned. */
  int parameters();

  /** What a reader must know to judge it, such as a fallback taken; empty if nothing. */
  default String remark() {
    return "";
  }
}
