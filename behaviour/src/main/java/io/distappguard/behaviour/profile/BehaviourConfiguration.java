package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.feature.Folding;
import io.distappguard.behaviour.window.PhaseRules;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.training.TrainingConfiguration;
import java.util.List;

/**
 * Everything that can be chosen about learning and scoring behaviour.
 *
 * @param intervalMillis length of the source's intervals
 * @param scales time scales; the first is the one that windows are scored by, its length is its
 *     step; the others are sliding over its windows
 * @param phases when containers count as starting and stopping
 * @param vocabularyWindows training windows in which an edge must be seen to have an own place
 * @param folderNames names written in a folder above which its files count as one
 * @param folding statistics over instances
 * @param roleScoring what makes a role's score
 * @param scaleFloor smallest scale of a feature, in units of log1p
 * @param clip largest scaled value
 * @param benignQuantile quantile of validation A's errors that a role's score is in units of
 * @param peakFeatures how many of a role's largest errors make its peak
 * @param persistence windows over which errors are averaged to see weak changes that last
 * @param unseenUnit strength of unseen edges that scores 1, unless validation A has stronger ones
 * @param startUpMargin how far above the largest seen, in units of log1p, scores 1
 * @param minimumTrainingWindows fewer windows than these are refused
 * @param minimumValidationWindows fewer windows than these in a validation set are refused
 * @param targetRate share of benign windows that may raise a false alarm
 * @param thresholdMargin the threshold is the benign score of that rate times this
 * @param training how the autoencoders are trained
 */
public record BehaviourConfiguration(
    long intervalMillis,
    List<TimeScale> scales,
    PhaseRules phases,
    int vocabularyWindows,
    int folderNames,
    Folding folding,
    RoleScoring roleScoring,
    double scaleFloor,
    double clip,
    double benignQuantile,
    int peakFeatures,
    int persistence,
    double unseenUnit,
    double startUpMargin,
    int minimumTrainingWindows,
    int minimumValidationWindows,
    double targetRate,
    double thresholdMargin,
    TrainingConfiguration training) {

  public BehaviourConfiguration {
    scales = List.copyOf(scales);
    requirePositive("intervalMillis", intervalMillis);
    requirePositive("vocabularyWindows", vocabularyWindows);
    requirePositive("folderNames", folderNames);
    requirePositive("scaleFloor", scaleFloor);
    requirePositive("clip", clip);
    requirePositive("peakFeatures", peakFeatures);
    requirePositive("persistence", persistence);
    requirePositive("unseenUnit", unseenUnit);
    requirePositive("startUpMargin", startUpMargin);
    requirePositive("minimumTrainingWindows", minimumTrainingWindows);
    requirePositive("minimumValidationWindows", minimumValidationWindows);
    requirePositive("thresholdMargin", thresholdMargin);
    if (!(benignQuantile > 0 && benignQuantile < 1)) {
      throw new IllegalArgumentException(
          "benignQuantile: " + benignQuantile + " (expected: > 0 and < 1)");
    }
    if (!(targetRate > 0 && targetRate < 1)) {
      throw new IllegalArgumentException("targetRate: " + targetRate + " (expected: > 0 and < 1)");
    }
    if (scales.isEmpty() || scales.getFirst().hops() != 1) {
      throw new IllegalArgumentException(
          "scales: " + scales + " (expected: the first as long as its step)");
    }
    long hop = scales.getFirst().hopMillis();
    for (TimeScale scale : scales) {
      if (scale.hopMillis() != hop) {
        throw new IllegalArgumentException("scales: " + scales + " (expected: one step for all)");
      }
    }
    if (hop % intervalMillis != 0) {
      throw new IllegalArgumentException(
          "scales: a step of "
              + hop
              + " ms (expected: a multiple of the interval, "
              + intervalMillis
              + " ms)");
    }
  }

  /** What is used unless told otherwise; measured values are in RATIONALE.md. */
  public static BehaviourConfiguration standard(long seed) {
    return new BehaviourConfiguration(
        1_000,
        List.of(TimeScale.SHORT),
        PhaseRules.STANDARD,
        5,
        8,
        Folding.TOTAL_AND_EXCESS,
        RoleScoring.BLOCK_AND_PEAK,
        0.1,
        10,
        0.99,
        3,
        6,
        0.3,
        StrictMath.log(3),
        60,
        30,
        Calibration.TARGET_RATE,
        2,
        TrainingConfiguration.withSeed(seed));
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
