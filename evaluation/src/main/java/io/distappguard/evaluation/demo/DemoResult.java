package io.distappguard.evaluation.demo;

import io.distappguard.learning.anomaly.Anomaly;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a demonstration. {@link #attacks} to {@link #profile} are its public face ({@code
 * demo --json}); {@link #runs} and {@link #roleEdges} are for the report's pictures.
 *
 * @param attacks one entry per kind of attack
 * @param benign the benign windows outside training and calibration
 * @param hardCases benign windows while something unusual but harmless went on; a part of {@link
 *     #benign}
 * @param comparators every scorer, ours among them, on the same windows and calibrated alike
 * @param profile what was learned
 */
public record DemoResult(
    List<AttackResult> attacks,
    BenignResult benign,
    List<HardCaseResult> hardCases,
    List<ComparatorResult> comparators,
    Map<String, Object> profile,
    List<RunResult> runs,
    List<RoleEdge> roleEdges) {

  public DemoResult {
    attacks = List.copyOf(attacks);
    hardCases = List.copyOf(hardCases);
    comparators = List.copyOf(comparators);
    profile = Map.copyOf(profile);
    runs = List.copyOf(runs);
    roleEdges = List.copyOf(roleEdges);
  }

  /**
   * One kind of attack over all its runs.
   *
   * @param detected runs with an alarm before the attack ended
   * @param medianDelaySeconds from the attack's start to the end of the first alarmed window,
   *     median over the detected runs; null when none was
   * @param windowRecall share of the windows wholly within an attack that raised an alarm
   * @param topEvidence the first alarm's strongest evidence in words, of the first detected run
   */
  public record AttackResult(
      String name,
      int runs,
      int detected,
      @Nullable Double medianDelaySeconds,
      double windowRecall,
      String topEvidence,
      List<AttackRun> details) {}

  /**
   * One run of an attack.
   *
   * @param delaySeconds null when it was not detected before its end
   * @param missed why it was missed, in words; empty when detected
   */
  public record AttackRun(
      String run, boolean detected, @Nullable Double delaySeconds, String missed) {}

  /**
   * False alarms where there was no attack.
   *
   * @param windows complete windows of the benign tests and of attack runs before their attack
   * @param rateUpper95 one-sided 95 % upper bound of the rate (Clopper-Pearson)
   * @param perDay false alarms a day at the observed rate
   */
  public record BenignResult(
      int windows,
      int falseAlarms,
      double rateUpper95,
      double perDay,
      List<String> falseAlarmsInWords) {}

  /** One kind of benign hard case over all its occurrences. */
  public record HardCaseResult(String name, int occurrences, int windows, int falseAlarms) {}

  /**
   * One scorer over several seeds; means and standard deviations, never the best.
   *
   * @param detected attack runs detected before their end, mean over seeds
   * @param falseAlarms alarmed benign windows, mean over seeds
   */
  public record ComparatorResult(
      String name,
      int seeds,
      double detected,
      double detectedDeviation,
      double falseAlarms,
      double falseAlarmsDeviation,
      double windowRecall,
      int parameters) {}

  /** One replayed run, for the pictures. */
  public record RunResult(
      String name,
      String kind,
      List<ScoredWindow> windows,
      List<Happening> happenings,
      List<Anomaly> anomalies) {}

  /**
   * @param score in multiples of the threshold
   */
  public record ScoredWindow(
      long startMillis, long endMillis, double score, boolean alarm, boolean complete) {}

  /** Something that the recording's ground truth says went on. */
  public record Happening(String kind, String name, long startMillis, long endMillis) {}

  /** Mean traffic between two roles over the training windows, for the role graph. */
  public record RoleEdge(String source, String destination, double bytesPerSecond) {}
}
