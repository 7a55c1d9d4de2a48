package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.BenignResult;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.DemoResult.HardCaseResult;
import io.distappguard.evaluation.report.CurveChart;
import io.distappguard.evaluation.report.Page;
import io.distappguard.evaluation.report.Quantity;
import io.distappguard.evaluation.report.RoleGraph;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The demonstration as one HTML page that needs no network: verdict first, then the reasons. */
final class DemoReport {

  private final DemoResult result;
  private final Page page;

  private DemoReport(DemoResult result) {
    this.result = result;
    this.page = new Page("DistAppGuard: what the demonstration found");
  }

  static String html(DemoResult result) {
    DemoReport report = new DemoReport(result);
    report.verdict();
    report.attackTable();
    report.curves();
    report.benignTables();
    result.detectors().forEach(report::comparatorTable);
    report.roleGraph();
    result.detectors().forEach(report::profile);
    new RunReport(report.page, result).write();
    return report.page.html();
  }

  private void verdict() {
    int runs = result.attacks().stream().mapToInt(AttackResult::runs).sum();
    int detected = result.attacks().stream().mapToInt(AttackResult::detected).sum();
    BenignResult benign = result.benign();
    page.raw("<h1>Does the application still behave like itself?</h1>");
    page.raw(
        "<p class=\"soft\">A profile was learned from recordings of a running application. Below:"
            + " what it said about benign runs and about attacks that it had never seen. Thresholds"
            + " come from benign validation runs only.</p>");
    page.words(result.detectors().stream().map(ProfileWords::of).toList());
    page.raw("<div class=\"cards\">");
    card(
        detected == runs ? "good" : "bad",
        detected + " of " + runs,
        "attack runs detected before the attack ended");
    card(
        benign.falseAlarms() == 0 ? "good" : "bad",
        benign.falseAlarms() + " of " + benign.windows(),
        "benign windows with a false alarm");
    card(
        "",
        "≤ " + Quantity.percent(benign.rateUpper95()),
        "false-alarm rate, 95 % confidence, from these benign windows");
    page.raw("</div>");
  }

  private void card(String style, String figure, String what) {
    page.raw("<div class=\"card\"><b class=\"" + style + "\">").text(figure).raw("</b><span>");
    page.text(what).raw("</span></div>");
  }

  private void attackTable() {
    page.raw("<h2>Attacks</h2><table><tr><th>Attack</th><th class=\"number\">Runs</th>");
    page.raw("<th class=\"number\">Detected before its end</th>");
    if (several()) {
      result
          .detectors()
          .forEach(detector -> page.element("th", "class=\"number\"", "by " + detector.name()));
    }
    page.raw("<th class=\"number\">Median delay</th>");
    page.raw("<th class=\"number\">Attacked windows alarmed</th></tr>");
    int columns = 5 + (several() ? result.detectors().size() : 0);
    for (AttackResult attack : result.attacks()) {
      page.raw(attack.detected() > 0 ? "<tr class=\"above\">" : "<tr>");
      page.cell(attack.name());
      page.number(Integer.toString(attack.runs()));
      page.number(Integer.toString(attack.detected()));
      if (several()) {
        result.detectors().forEach(detector -> page.number(ofRuns(detector, attack.name())));
      }
      page.number(seconds(attack.medianDelaySeconds()));
      page.number(Quantity.percent(attack.windowRecall()));
      page.raw("</tr>");
      if (attack.detected() > 0) {
        page.raw("<tr class=\"below\">");
        page.element("td", "colspan=\"" + columns + "\"", attack.topEvidence());
        page.raw("</tr>");
      }
    }
    page.raw("</table>");
    for (AttackResult attack : result.attacks()) {
      for (AttackRun run : attack.details()) {
        if (!run.detected()) {
          page.element("p", "class=\"bad\"", "Missed: " + run.run() + ": " + run.missed());
        }
      }
    }
    page.raw(
        "<p class=\"key\">Below each attack its first alarm's strongest evidence. The delay runs from the attack's start to the moment at which the first"
            + " alarmed window was judged");
    for (DetectorResult detector : result.detectors()) {
      if (detector.delayMillis() > 0) {
        page.text(
            String.format(
                Locale.ROOT,
                "; %s waits for late spans, and judges %.0f s after a window's end",
                detector.name(),
                detector.delayMillis() / 1e3));
      }
    }
    page.raw(".");
    if (several()) {
      page.raw(
          " A run counts as detected if any detector found it; “–”: none of its runs holds what");
      page.raw(" that detector looks at. Alarmed windows: the larger share of the detectors.");
    }
    page.raw("</p>");
  }

  private boolean several() {
    return result.detectors().size() > 1;
  }

  /** Detected runs of those a detector could look at, such as {@code 2 of 3}. */
  static String ofRuns(DetectorResult detector, String attack) {
    for (AttackResult own : detector.attacks()) {
      if (own.name().equals(attack)) {
        return own.detected() + " of " + own.runs();
      }
    }
    return "–";
  }

  private static String seconds(@Nullable Double delay) {
    return delay == null ? "–" : String.format(Locale.ROOT, "%.1f s", delay);
  }

  private void curves() {
    if (result.curves().isEmpty()) {
      return;
    }
    page.raw("<h2>How strong must an attack be?</h2>");
    for (DetectionCurve curve : result.curves()) {
      page.element("h3", "", curve.attack());
      page.raw(
          CurveChart.draw(
              curve.attack(),
              curve.grades().stream()
                  .map(grade ->
                      new CurveChart.Point(
                          grade.strength(),
                          grade.label(),
                          (double) grade.detected() / grade.runs(),
                          grade.detected() + " of " + grade.runs()))
                  .toList()));
      page.raw("<table><tr><th>Strength</th><th class=\"number\">Runs</th>");
      page.raw("<th class=\"number\">Detected before its end</th>");
      page.raw("<th class=\"number\">Median delay</th></tr>");
      for (DetectionCurve.Grade grade : curve.grades()) {
        page.raw("<tr>");
        page.cell(grade.label());
        page.number(Integer.toString(grade.runs()));
        page.number(Integer.toString(grade.detected()));
        page.number(seconds(grade.medianDelaySeconds()));
        page.raw("</tr>");
      }
      page.raw("</table>");
    }
    page.raw(
        "<p class=\"key\">Strength as the attack's name says it: a number is a rate a second,");
    page.raw(" × a multiple of the application's own load.</p>");
  }

  private void benignTables() {
    BenignResult benign = result.benign();
    page.raw("<h2>Benign runs</h2>");
    page.element(
        "p",
        "",
        String.format(
            Locale.ROOT,
            "%d false alarms in %d benign windows (benign test runs, and attack runs before their"
                + " attack): the rate is at most %s with 95 %% confidence; at the observed rate"
                + " %.1f a day.",
            benign.falseAlarms(),
            benign.windows(),
            Quantity.percent(benign.rateUpper95()),
            benign.perDay()));
    if (several()) {
      for (DetectorResult detector : result.detectors()) {
        page.element(
            "p",
            "class=\"key\"",
            String.format(
                Locale.ROOT,
                "%s: %d false alarms in %d windows, at most %s.",
                detector.name(),
                detector.benign().falseAlarms(),
                detector.benign().windows(),
                Quantity.percent(detector.benign().rateUpper95())));
      }
    }
    page.raw("<table><tr><th>Hard case</th><th class=\"number\">Times</th>");
    page.raw("<th class=\"number\">Windows</th><th class=\"number\">False alarms</th></tr>");
    for (HardCaseResult hardCase : result.hardCases()) {
      page.raw("<tr>");
      page.cell(hardCase.name());
      page.number(Integer.toString(hardCase.occurrences()));
      page.number(Integer.toString(hardCase.windows()));
      page.number(Integer.toString(hardCase.falseAlarms()));
      page.raw("</tr>");
    }
    page.raw("</table>");
    page.words(benign.falseAlarmsInWords());
  }

  private void comparatorTable(DetectorResult detector) {
    if (detector.comparators().isEmpty()) {
      return;
    }
    page.element("h2", "", "Beside other detectors: " + detector.name());
    page.raw("<table><tr><th>Detector</th>");
    page.raw("<th class=\"number\">Parameters</th><th class=\"number\">Seeds</th>");
    page.raw("<th class=\"number\">Attack runs detected</th>");
    page.raw("<th class=\"number\">Attacked windows alarmed</th>");
    page.raw("<th class=\"number\">False alarms</th></tr>");
    for (ComparatorResult comparator : detector.comparators()) {
      page.raw("<tr>");
      page.cell(comparator.name());
      page.number(comparator.parameters() == 0 ? "–" : Integer.toString(comparator.parameters()));
      page.number(Integer.toString(comparator.seeds()));
      page.number(plusMinus(comparator.detected(), comparator.detectedDeviation()));
      page.number(Quantity.percent(comparator.windowRecall()));
      page.number(plusMinus(comparator.falseAlarms(), comparator.falseAlarmsDeviation()));
      page.raw("</tr>");
    }
    page.raw("</table><p class=\"key\">All see the same windows; thresholds are the");
    page.raw(
        " largest benign score of validation B, ours with a margin on top, unless a name says"
            + " otherwise; mean ± standard deviation over seeds.</p>");
    page.words(detector.remarks());
  }

  static String plusMinus(double mean, double deviation) {
    return deviation == 0
        ? String.format(Locale.ROOT, mean == Math.rint(mean) ? "%.0f" : "%.1f", mean)
        : String.format(Locale.ROOT, "%.1f ± %.1f", mean, deviation);
  }

  private void roleGraph() {
    if (result.roleEdges().isEmpty()) {
      return;
    }
    page.raw("<h2>The application as learned</h2><p class=\"key\">Roles, however many containers");
    page.raw(" run them, and the data between them; lines are thicker where more flows.</p>");
    page.raw(
        RoleGraph.draw("Role graph", RunReport.edges(result.roleEdges(), List.of()), List.of()));
  }

  private void profile(DetectorResult detector) {
    page.element("h2", "", "The profile: " + detector.name());
    page.raw("<table>");
    new TreeMap<>(detector.profile())
        .forEach((name, value) -> {
          page.raw("<tr>");
          page.cell(name);
          page.cell(String.valueOf(value));
          page.raw("</tr>");
        });
    page.raw("</table>");
  }
}
