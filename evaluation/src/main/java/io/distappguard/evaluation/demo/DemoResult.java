package io.distappguard.evaluation.demo;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a demonstration: each detector by itself, and all of them together.
 *
 * @param attacks one entry per kind of attack; a run is detected if any detector did so before the
 *     attack's end
 * @param benign the benign windows outside training and calibration, summed over detectors
 * @param hardCases benign windows while something unusual but harmless went on; a part of {@link
 *     #benign}
 * @param curves attacks of several strengths, by strength
 * @param detectors each by itself
 * @param roleEdges mean traffic between roles, for the report's pictures; none without exchanges
 * @param forecasts forecasts and observations of each run by its name, for the report's pictures
 */
record DemoResult(
    List<AttackResult> attacks,
    BenignResult benign,
    List<HardCaseResult> hardCases,
    List<DetectionCurve> curves,
    List<DetectorResult> detectors,
    List<RoleEdge> roleEdges,
    Map<String, List<ForecastTrack>> forecasts) {

  DemoResult {
    attacks = List.copyOf(attacks);
    hardCases = List.copyOf(hardCases);
    curves = List.copyOf(curves);
    detectors = List.copyOf(detectors);
    roleEdges = List.copyOf(roleEdges);
    forecasts = Map.copyOf(forecasts);
  }

  /**
   * One detector.
   *
   * @param name {@code behaviour} or {@code traffic}
   * @param attacks over the runs that hold what it looks at
   * @param comparators every scorer, ours among them, on the same windows
   * @param remarks what a reader of the comparison must know
   * @param profile what was learned
   * @param delayMillis how long after its end a window is judged; counted in all delays
   * @param runs for the pictures
   */
  record DetectorResult(
      String name,
      List<AttackResult> attacks,
      BenignResult benign,
      List<HardCaseResult> hardCases,
      List<ComparatorResult> comparators,
      List<String> remarks,
      Map<String, Object> profile,
      long delayMillis,
      List<RunResult> runs) {

    DetectorResult {
      attacks = List.copyOf(attacks);
      hardCases = List.copyOf(hardCases);
      comparators = List.copyOf(comparators);
      remarks = List.copyOf(remarks);
      runs = List.copyOf(runs);
    }
  }

  /**
   * One kind of attack over all its runs.
   *
   * @param detected runs with an alarm before the attack ended
   * @param medianDelaySeconds from the attack's start to the moment at which the first alarmed
   *     window was judged, median over the detected runs; null when none was
   * @param windowRecall share of the windows wholly within an attack that raised an alarm; of
   *     several detectors, the largest
   * @param topEvidence the first alarm's strongest evidence in words, of the first detected run
   */
  record AttackResult(
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
   * @param detectors those that detected it, the quickest first
   * @param missed why it was missed, in words; empty when detected
   */
  record AttackRun(
      String run,
      boolean detected,
      @Nullable Double delaySeconds,
      List<String> detectors,
      String missed) {}

  /**
   * False alarms where there was no attack.
   *
   * @param windows complete windows of the benign tests and of attack runs before their attack
   * @param rateUpper95 one-sided 95 % upper bound of the rate (Clopper-Pearson)
   * @param perDay false alarms a day at the observed rate
   */
  record BenignResult(
      int windows,
      int falseAlarms,
      double rateUpper95,
      double perDay,
      List<String> falseAlarmsInWords) {}

  /** One kind of benign hard case over all its occurrences. */
  record HardCaseResult(String name, int occurrences, int windows, int falseAlarms) {}

  /**
   * One scorer over several seeds; means and standard deviations, never the best.
   *
   * @param detector the one of ours that it stands beside
   * @param detected attack runs detected before their end, mean over seeds
   * @param falseAlarms alarmed benign windows, mean over seeds
   * @param weakestAttack the largest score of the attack run where it is least, in multiples of the
   *     threshold, mean over seeds
   * @param largestBenign of all benign windows, likewise; a threshold between the two would be
   *     without fault
   */
  record ComparatorResult(
      String detector,
      String name,
      int seeds,
      double detected,
      double detectedDeviation,
      double falseAlarms,
      double falseAlarmsDeviation,
      double windowRecall,
      double weakestAttack,
      double largestBenign,
      int parameters) {}

  /** One replayed run, for the pictures. */
  record RunResult(
      String name,
      String kind,
      List<ScoredWindow> windows,
      List<Happening> happenings,
      List<Anomaly> anomalies) {

    /** With the kind and the happenings that the recording states. */
    static RunResult of(
        String name, RecordingHeader stated, List<ScoredWindow> windows, List<Anomaly> anomalies) {
      String kind = stated.kind();
      List<Happening> happenings =
          stated.events().stream()
              .map(event ->
                  new Happening(event.kind(), event.name(), event.startMillis(), event.endMillis()))
              .toList();
      return new RunResult(name, kind == null ? "" : kind, windows, happenings, anomalies);
    }
  }

  /**
   * @param score in multiples of the threshold
   */
  record ScoredWindow(
      long startMillis, long endMillis, double score, boolean alarm, boolean complete) {}

  /** Something that the recording's ground truth says went on. */
  record Happening(String kind, String name, long startMillis, long endMillis) {}

  /** Mean traffic between two roles over the training windows, for the role graph. */
  record RoleEdge(String source, String destination, double bytesPerSecond) {}
}
