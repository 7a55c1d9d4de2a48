package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.BenignResult;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
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
    text.profile(result.profile());
    text.attacks(result);
    text.benign(result);
    text.comparators(result);
    text.line("%nReport, to open in a browser: %s", report.toAbsolutePath());
    return text.out.toString();
  }

  private void profile(Map<String, Object> profile) {
    line(
        "Profile: %s roles, %s edges, %s features, learned from %s windows.",
        profile.get("roles"),
        profile.get("edges"),
        profile.get("features"),
        profile.get("trainingWindows"));
    line("Promise: %s.", profile.get("promise"));
  }

  private void attacks(DemoResult result) {
    line("%n%-24s %5s %9s %13s  %s", "attack", "runs", "detected", "median delay", "top evidence");
    for (AttackResult attack : result.attacks()) {
      Double delay = attack.medianDelaySeconds();
      line(
          "%-24s %5d %9d %13s  %s",
          attack.name(),
          attack.runs(),
          attack.detected(),
          delay == null ? "-" : String.format(Locale.ROOT, "%.1f s", delay),
          attack.topEvidence());
    }
    for (AttackResult attack : result.attacks()) {
      for (AttackRun run : attack.details()) {
        if (!run.detected()) {
          line("missed: %s: %s", run.run(), run.missed());
        }
      }
    }
  }

  private void benign(DemoResult result) {
    BenignResult benign = result.benign();
    line(
        "%nbenign: %d false alarms in %d windows; rate at most %s with 95 %% confidence",
        benign.falseAlarms(), benign.windows(), Quantity.percent(benign.rateUpper95()));
    for (HardCaseResult hardCase : result.hardCases()) {
      line(
          "  %-22s %d times, %d windows, %d false alarms",
          hardCase.name(), hardCase.occurrences(), hardCase.windows(), hardCase.falseAlarms());
    }
    benign.falseAlarmsInWords().forEach(words -> line("  false alarm: %s", words));
  }

  private void comparators(DemoResult result) {
    line(
        "%n%-44s %10s %5s %13s %14s %13s",
        "detector", "parameters", "seeds", "runs detected", "windows found", "false alarms");
    for (ComparatorResult comparator : result.comparators()) {
      line(
          "%-44s %10s %5d %13s %14s %13s",
          comparator.name(),
          comparator.parameters() == 0 ? "-" : comparator.parameters(),
          comparator.seeds(),
          DemoReport.plusMinus(comparator.detected(), comparator.detectedDeviation()),
          Quantity.percent(comparator.windowRecall()),
          DemoReport.plusMinus(comparator.falseAlarms(), comparator.falseAlarmsDeviation()));
    }
  }

  private void line(String format, @Nullable Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
