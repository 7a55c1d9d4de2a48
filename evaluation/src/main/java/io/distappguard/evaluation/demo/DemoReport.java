package io.distappguard.evaluation.demo;

import static io.distappguard.evaluation.report.Page.escape;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.BenignResult;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.Happening;
import io.distappguard.evaluation.demo.DemoResult.HardCaseResult;
import io.distappguard.evaluation.demo.DemoResult.RoleEdge;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.report.EvidenceChart;
import io.distappguard.evaluation.report.Page;
import io.distappguard.evaluation.report.Quantity;
import io.distappguard.evaluation.report.RoleGraph;
import io.distappguard.evaluation.report.ScoreChart;
import io.distappguard.learning.anomaly.Anomaly;
import io.distappguard.learning.anomaly.Evidence;
import io.distappguard.learning.anomaly.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The demonstration as one HTML page that needs no network: verdict first, then the reasons. */
final class DemoReport {

  private static final int MOST_EVIDENCE = 6;

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
    report.benignTables();
    report.comparatorTable();
    report.roleGraph();
    report.profile();
    report.runs();
    return report.page.html();
  }

  private void verdict() {
    int runs = result.attacks().stream().mapToInt(AttackResult::runs).sum();
    int detected = result.attacks().stream().mapToInt(AttackResult::detected).sum();
    BenignResult benign = result.benign();
    page.raw("<h1>Does the application still behave like itself?</h1>");
    page.raw(
        "<p class=\"soft\">A profile was learned from recorded system calls of a running"
            + " application. Below: what it said about benign runs and about attacks that it had"
            + " never seen. Thresholds come from benign validation runs only.</p>");
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
    page.raw("<th class=\"number\">Detected before its end</th><th class=\"number\">Median delay");
    page.raw("</th><th class=\"number\">Attacked windows alarmed</th><th>Top evidence</th></tr>");
    for (AttackResult attack : result.attacks()) {
      Double delay = attack.medianDelaySeconds();
      page.raw("<tr>");
      page.cell(attack.name());
      page.number(Integer.toString(attack.runs()));
      page.number(Integer.toString(attack.detected()));
      page.number(delay == null ? "–" : String.format(Locale.ROOT, "%.1f s", delay));
      page.number(Quantity.percent(attack.windowRecall()));
      page.cell(attack.topEvidence());
      page.raw("</tr>");
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
        "<p class=\"key\">The delay runs from the attack's start to the end of the first alarmed"
            + " window.</p>");
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

  private void comparatorTable() {
    page.raw("<h2>Beside simpler detectors</h2><table><tr><th>Detector</th>");
    page.raw("<th class=\"number\">Parameters</th><th class=\"number\">Seeds</th>");
    page.raw("<th class=\"number\">Attack runs detected</th>");
    page.raw("<th class=\"number\">Attacked windows alarmed</th>");
    page.raw("<th class=\"number\">False alarms</th></tr>");
    for (ComparatorResult comparator : result.comparators()) {
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
        " largest benign score of validation B, ours with a margin on top; mean ± standard deviation over seeds.</p>");
  }

  static String plusMinus(double mean, double deviation) {
    return deviation == 0
        ? String.format(Locale.ROOT, mean == Math.rint(mean) ? "%.0f" : "%.1f", mean)
        : String.format(Locale.ROOT, "%.1f ± %.1f", mean, deviation);
  }

  private void roleGraph() {
    page.raw("<h2>The application as learned</h2><p class=\"key\">Roles, however many containers");
    page.raw(" run them, and the data between them; lines are thicker where more flows.</p>");
    page.raw(RoleGraph.draw("Role graph", edges(List.of()), List.of()));
  }

  private List<RoleGraph.Edge> edges(List<Evidence> evidence) {
    List<RoleGraph.Edge> edges = new ArrayList<>();
    for (RoleEdge edge : result.roleEdges()) {
      edges.add(
          new RoleGraph.Edge(edge.source(), edge.destination(), edge.bytesPerSecond(), false));
    }
    for (Evidence item : evidence) {
      String source = roleOf(item.source());
      String destination = roleOf(item.destination());
      if (!source.isEmpty() && !destination.isEmpty() && !source.equals(destination)) {
        edges.add(new RoleGraph.Edge(source, destination, item.observed(), true));
      }
    }
    return edges;
  }

  /**
   * The role, or the outside network, that a node belongs to: {@code user} for {@code user/java},
   * {@code user:9107} and {@code user@postgres:5432}, the user's end of a connection to postgres.
   */
  static String roleOf(String node) {
    if (node.startsWith("external:")) {
      return node;
    }
    int end = 0;
    while (end < node.length() && "/:@".indexOf(node.charAt(end)) < 0) {
      end++;
    }
    return node.substring(0, end);
  }

  private void profile() {
    page.raw("<h2>The profile</h2><table>");
    new TreeMap<>(result.profile())
        .forEach((name, value) -> {
          page.raw("<tr>");
          page.cell(name);
          page.cell(String.valueOf(value));
          page.raw("</tr>");
        });
    page.raw("</table>");
  }

  private void runs() {
    page.raw("<h2>Run by run</h2><p class=\"key\">Score of every window in multiples of the");
    page.raw(" threshold (dashed line), on a logarithmic axis; red: attack, ochre: hard case.</p>");
    for (RunResult run : result.runs()) {
      page.element("h3", "", run.name());
      page.raw(chart(run));
      if (!run.anomalies().isEmpty()) {
        anomalies(run);
      }
    }
  }

  private static String chart(RunResult run) {
    List<ScoreChart.Window> windows = new ArrayList<>();
    long length = 0;
    for (DemoResult.ScoredWindow window : run.windows()) {
      windows.add(
          new ScoreChart.Window(
              window.startMillis(), window.score(), window.alarm(), window.complete()));
      length = window.endMillis() - window.startMillis();
    }
    List<ScoreChart.Band> bands = new ArrayList<>();
    for (Happening happening : run.happenings()) {
      bands.add(
          new ScoreChart.Band(
              happening.kind(), happening.name(), happening.startMillis(), happening.endMillis()));
    }
    return ScoreChart.draw(run.name(), windows, bands, length);
  }

  private void anomalies(RunResult run) {
    Anomaly strongest = run.anomalies().getFirst();
    for (Anomaly anomaly : run.anomalies()) {
      if (anomaly.score() / anomaly.threshold() > strongest.score() / strongest.threshold()) {
        strongest = anomaly;
      }
    }
    Anomaly first = run.anomalies().getFirst();
    explain("First alarm", first, run);
    if (strongest != first) {
      explain("Strongest of " + run.anomalies().size() + " alarms", strongest, run);
    }
  }

  private void explain(String title, Anomaly anomaly, RunResult run) {
    long begin =
        run.windows().isEmpty() ? anomaly.startMillis() : run.windows().getFirst().startMillis();
    page.element(
        "p",
        "",
        String.format(
            Locale.ROOT,
            "%s: %d s into the run, role %s, %.1f times the threshold.",
            title,
            (anomaly.startMillis() - begin) / 1000,
            anomaly.role(),
            anomaly.score() / anomaly.threshold()));
    List<Evidence> top =
        anomaly.evidence().subList(0, Math.min(MOST_EVIDENCE, anomaly.evidence().size()));
    page.words(top.stream().map(Evidence::sentence).toList());
    page.raw("<details><summary>In pictures, and who did it</summary>");
    page.raw(EvidenceChart.draw(top.stream().map(DemoReport::row).toList()));
    page.raw("<p class=\"key\">Bar: usual range in training; tick: expected; dot: observed.</p>");
    page.raw(RoleGraph.draw("Where it happened", edges(top), List.of(anomaly.role())));
    participants(top);
    page.raw("</details>");
  }

  private static EvidenceChart.Row row(Evidence evidence) {
    Double expected = evidence.expected();
    Double low = evidence.usualLow();
    Double high = evidence.usualHigh();
    return new EvidenceChart.Row(
        evidence.source() + " → " + evidence.destination() + " (" + evidence.operation() + ")",
        evidence.observed(),
        expected == null ? 0 : expected,
        low == null ? 0 : low,
        high == null ? 0 : high,
        evidence.quantity().startsWith("bytes"));
  }

  private void participants(List<Evidence> evidence) {
    Map<String, String> seen = new TreeMap<>();
    for (Evidence item : evidence) {
      for (Participant participant : item.participants()) {
        seen.putIfAbsent(
            participant.container() + " pid " + participant.pid(),
            "<tr><td>"
                + escape(participant.container())
                + "</td><td>"
                + escape(participant.host())
                + "</td><td class=\"number\">"
                + participant.pid()
                + "</td><td><code>"
                + escape(participant.executable() + " " + participant.arguments())
                + "</code></td></tr>");
      }
    }
    page.raw("<table><tr><th>Container</th><th>Host</th><th class=\"number\">Process</th>");
    page.raw("<th>Executable and arguments</th></tr>");
    seen.values().forEach(page::raw);
    page.raw("</table>");
  }
}
