package io.distappguard.behaviour.feature;

/** How the instances of a role become one number. */
public enum Statistic {
  TOTAL,
  MEAN,
  MAXIMUM
}
