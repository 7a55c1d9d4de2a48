package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.BenignResult;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.DemoResult.HardCaseResult;
import io.distappguard.evaluation.report.Quantity;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result as a table for a terminal. */
final class DemoText {

  private final StringBuilder out = new StringBuilder();

  private DemoText() {}

  static String of(DemoResult result, Path report) {
    DemoText text = new DemoText();
    result.detectors().forEach(text::profile);
    text.attacks(result);
    text.curves(result);
    text.benign(result);
    result.detectors().forEach(text::comparators);
    text.line("%nReport, to open in a browser: %s", report.toAbsolutePath());
    return text.out.toString();
  }

  private void profile(DetectorResult detector) {
    Map<String, Object> profile = detector.profile();
    line("%s", ProfileWords.of(detector));
    line("  promise: %s", profile.get("promise"));
  }

  private void attacks(DemoResult result) {
    StringBuilder head = new StringBuilder();
    for (DetectorResult detector : result.detectors()) {
      head.append(String.format(Locale.ROOT, " %10s", detector.name()));
    }
    boolean several = result.detectors().size() > 1;
    line(
        "%n%-34s %5s %9s%s %13s",
        "attack, and the top evidence", "runs", "detected", several ? head : "", "median delay");
    for (AttackResult attack : result.attacks()) {
      line(
          "%-34s %5d %9d%s %13s",
          attack.name(),
          attack.runs(),
          attack.detected(),
          several ? byDetector(result, attack.name()) : "",
          seconds(attack.medianDelaySeconds()));
      if (attack.detected() > 0) {
        line("    %s", attack.topEvidence());
      }
    }
    for (AttackResult attack : result.attacks()) {
      for (AttackRun run : attack.details()) {
        if (!run.detected()) {
          line("missed: %s: %s", run.run(), run.missed());
        }
      }
    }
  }

  /** Runs detected by each detector, of those that it could look at. */
  private static String byDetector(DemoResult result, String attack) {
    StringBuilder cells = new StringBuilder();
    for (DetectorResult detector : result.detectors()) {
      cells.append(String.format(Locale.ROOT, " %10s", DemoReport.ofRuns(detector, attack)));
    }
    return cells.toString();
  }

  private void curves(DemoResult result) {
    if (result.curves().isEmpty()) {
      return;
    }
    line("%n%-34s %9s %5s %9s %13s", "by strength", "strength", "runs", "detected", "median delay");
    for (DetectionCurve curve : result.curves()) {
      for (DetectionCurve.Grade grade : curve.grades()) {
        line(
            "%-34s %9s %5d %9d %13s",
            curve.attack(),
            grade.label(),
            grade.runs(),
            grade.detected(),
            seconds(grade.medianDelaySeconds()));
      }
    }
  }

  private static String seconds(@Nullable Double delay) {
    return delay == null ? "-" : String.format(Locale.ROOT, "%.1f s", delay);
  }

  private void benign(DemoResult result) {
    BenignResult benign = result.benign();
    line(
        "%nbenign: %d false alarms in %d windows; rate at most %s with 95 %% confidence",
        benign.falseAlarms(), benign.windows(), Quantity.percent(benign.rateUpper95()));
    if (result.detectors().size() > 1) {
      for (DetectorResult detector : result.detectors()) {
        line(
            "  %-22s %d windows, %d false alarms",
            detector.name(), detector.benign().windows(), detector.benign().falseAlarms());
      }
    }
    for (HardCaseResult hardCase : result.hardCases()) {
      line(
          "  %-22s %d times, %d windows, %d false alarms",
          hardCase.name(), hardCase.occurrences(), hardCase.windows(), hardCase.falseAlarms());
    }
    benign.falseAlarmsInWords().forEach(words -> line("  false alarm: %s", words));
  }

  private void comparators(DetectorResult detector) {
    if (!detector.comparators().isEmpty()) {
      line(
          "%n%-58s %10s %5s %13s %14s %13s",
          detector.name() + ", beside others",
          "parameters",
          "seeds",
          "runs detected",
          "windows found",
          "false alarms");
    }
    for (ComparatorResult comparator : detector.comparators()) {
      line(
          "%-58s %10s %5d %13s %14s %13s",
          comparator.name(),
          comparator.parameters() == 0 ? "-" : comparator.parameters(),
          comparator.seeds(),
          DemoReport.plusMinus(comparator.detected(), comparator.detectedDeviation()),
          Quantity.percent(comparator.windowRecall()),
          DemoReport.plusMinus(comparator.falseAlarms(), comparator.falseAlarmsDeviation()));
    }
    detector.remarks().forEach(remark -> line("%s", remark));
  }

  private void line(String format, @Nullable Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
