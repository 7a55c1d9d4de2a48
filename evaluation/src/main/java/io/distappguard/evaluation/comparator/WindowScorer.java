package io.distappguard.evaluation.comparator;

/** Scores windows; the larger, the less benign. Thread-safe. */
public interface WindowScorer {

  /** What it is called in reports. */
  String name();

  /**
   * The score of a window.
   *
   * @param vector scaled features, {@code [features]}
   */
  double score(float[] vector);
}
