package io.distappguard.evaluation.demo;

import static io.distappguard.evaluation.report.Page.escape;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Participant;
import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.DemoResult.Happening;
import io.distappguard.evaluation.demo.DemoResult.RoleEdge;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.report.Band;
import io.distappguard.evaluation.report.EvidenceChart;
import io.distappguard.evaluation.report.ForecastChart;
import io.distappguard.evaluation.report.Page;
import io.distappguard.evaluation.report.RoleGraph;
import io.distappguard.evaluation.report.ScoreChart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The report run by run: what each detector saw of it. So that the page stays small, the evidence
 * is written out for the first run of each kind of attack, and the forecasts of all clusters for
 * one benign run; other runs show scores and what was detected.
 */
final class RunReport {

  private static final int MOST_EVIDENCE = 6;

  private final Page page;
  private final DemoResult result;

  /** What is written in full already, as detector and what happened. */
  private final Set<String> shown = new HashSet<>();

  RunReport(Page page, DemoResult result) {
    this.page = page;
    this.result = result;
  }

  void write() {
    page.raw("<h2>Run by run</h2><p class=\"key\">Score of every window in multiples of the");
    page.raw(" threshold (dashed line), on a logarithmic axis; red: attack, ochre: hard case.</p>");
    Map<String, Map<DetectorResult, RunResult>> runs = new LinkedHashMap<>();
    for (DetectorResult detector : result.detectors()) {
      for (RunResult run : detector.runs()) {
        runs.computeIfAbsent(run.name(), name -> new LinkedHashMap<>()).put(detector, run);
      }
    }
    runs.forEach((name, views) -> {
      page.element("h3", "", name);
      views.forEach(this::view);
    });
  }

  private void view(DetectorResult detector, RunResult run) {
    page.raw("<p>");
    page.element("b", "", detector.name()).text(": " + verdict(detector, run)).raw("</p>");
    page.raw(chart(detector.name(), run));
    boolean benign = isBenign(run);
    boolean inFull = isFirst(detector, run, benign);
    if (!run.anomalies().isEmpty() && (inFull || benign)) {
      anomalies(run);
    }
    if (inFull && detector.name().equals(TrafficStudy.NAME)) {
      forecasts(run, !benign);
    }
  }

  private boolean isFirst(DetectorResult detector, RunResult run, boolean benign) {
    boolean first = false;
    if (benign) {
      first = run.equals(mostHardCases(detector));
    }
    for (Happening happening : run.happenings()) {
      if (happening.kind().equals("attack")) {
        first |= shown.add(detector.name() + " attack " + happening.name());
      }
    }
    return first;
  }

  /** The benign run with the most hard cases, the first of equals. */
  private static RunResult mostHardCases(DetectorResult detector) {
    RunResult most = detector.runs().getFirst();
    long hardest = -1;
    for (RunResult run : detector.runs()) {
      long hardCases =
          run.happenings().stream()
              .filter(happening -> happening.kind().equals("hard-case"))
              .count();
      if (isBenign(run) && hardCases > hardest) {
        hardest = hardCases;
        most = run;
      }
    }
    return most;
  }

  private static boolean isBenign(RunResult run) {
    return run.happenings().stream().noneMatch(happening -> happening.kind().equals("attack"));
  }

  private static String verdict(DetectorResult detector, RunResult run) {
    List<String> words = new ArrayList<>();
    for (AttackResult attack : detector.attacks()) {
      for (AttackRun detail : attack.details()) {
        Double delay = detail.delaySeconds();
        if (detail.run().equals(run.name())) {
          words.add(
              delay == null
                  ? attack.name() + " missed, " + detail.missed()
                  : String.format(Locale.ROOT, "%s detected after %.1f s", attack.name(), delay));
        }
      }
    }
    if (words.isEmpty()) {
      words.add(
          run.anomalies().isEmpty() ? "no alarm" : run.anomalies().size() + " alarmed windows");
    }
    return String.join("; ", words);
  }

  private static String chart(String detector, RunResult run) {
    List<ScoreChart.Window> windows = new ArrayList<>();
    long length = 0;
    for (DemoResult.ScoredWindow window : run.windows()) {
      windows.add(
          new ScoreChart.Window(
              window.startMillis(), window.score(), window.alarm(), window.complete()));
      length = window.endMillis() - window.startMillis();
    }
    return ScoreChart.draw(detector + ", " + run.name(), windows, bands(run), length);
  }

  private static List<Band> bands(RunResult run) {
    List<Band> bands = new ArrayList<>();
    for (Happening happening : run.happenings()) {
      if (isSaidTwice(happening, run)) {
        continue;
      }
      bands.add(
          new Band(
              happening.kind(), happening.name(), happening.startMillis(), happening.endMillis()));
    }
    return bands;
  }

  /** A deploy that is a hard case is declared as a deploy besides. */
  private static boolean isSaidTwice(Happening happening, RunResult run) {
    return happening.kind().equals("deploy")
        && run.happenings().stream()
            .anyMatch(other ->
                other.kind().equals("hard-case") && other.startMillis() == happening.startMillis());
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
    page.raw(EvidenceChart.draw(top.stream().map(RunReport::row).toList()));
    page.raw("<p class=\"key\">Bar: usual range; tick: expected; dot: observed.</p>");
    if (!result.roleEdges().isEmpty()) {
      page.raw(
          RoleGraph.draw(
              "Where it happened", edges(result.roleEdges(), top), List.of(anomaly.role())));
    }
    participants(top);
    traces(top);
    page.raw("</details>");
  }

  /** Lines of the role graph: what is usual, and what evidence adds. */
  static List<RoleGraph.Edge> edges(List<RoleEdge> roleEdges, List<Evidence> evidence) {
    List<RoleGraph.Edge> edges = new ArrayList<>();
    for (RoleEdge edge : roleEdges) {
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

  private static EvidenceChart.Row row(Evidence evidence) {
    Double expected = evidence.expected();
    Double low = evidence.usualLow();
    Double high = evidence.usualHigh();
    return new EvidenceChart.Row(
        (evidence.source().isEmpty() ? "" : evidence.source() + " → ")
            + evidence.destination()
            + " ("
            + evidence.operation()
            + ")",
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
    if (seen.isEmpty()) {
      return;
    }
    page.raw("<table><tr><th>Container</th><th>Host</th><th class=\"number\">Process</th>");
    page.raw("<th>Executable and arguments</th></tr>");
    seen.values().forEach(page::raw);
    page.raw("</table>");
  }

  private void traces(List<Evidence> evidence) {
    List<String> examples =
        evidence.stream().flatMap(item -> item.traceIds().stream()).distinct().toList();
    if (!examples.isEmpty()) {
      page.raw("<p>Example traces: ");
      examples
          .subList(0, Math.min(MOST_EVIDENCE, examples.size()))
          .forEach(id -> {
            page.element("code", "", id).raw(" ");
          });
      page.raw("</p>");
    }
  }

  /** Forecast and observation of clusters of chains. */
  private void forecasts(RunResult run, boolean onlyAlarmed) {
    List<ForecastTrack> tracks = result.forecasts().getOrDefault(run.name(), List.of());
    List<ForecastTrack> shown =
        tracks.stream()
            .filter(track ->
                !onlyAlarmed || track.points().stream().anyMatch(ForecastTrack.Point::alarm))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    page.raw(onlyAlarmed ? "<details open>" : "<details>");
    page.element(
        "summary",
        "",
        onlyAlarmed
            ? "Forecast and observation of the clusters that raised alarms"
            : "Forecast and observation of every cluster");
    page.raw(
        "<p class=\"key\">Calls a window: line: observed; dashed: forecast; band: what raises");
    page.raw(" no alarm by itself; dots: the cluster is alarmed.</p>");
    long window =
        run.windows().isEmpty()
            ? 0
            : run.windows().getFirst().endMillis() - run.windows().getFirst().startMillis();
    for (ForecastTrack track : shown) {
      page.raw("<p class=\"key\"><b>");
      page.text(track.operation()).raw("</b>, in chains like ").text(track.cluster()).raw("</p>");
      page.raw(
          ForecastChart.draw(
              track.operation() + ", " + run.name(),
              track.points().stream()
                  .map(point ->
                      new ForecastChart.Point(
                          point.startMillis(),
                          point.observed(),
                          point.forecast(),
                          point.low(),
                          point.high(),
                          point.alarm()))
                  .toList(),
              bands(run),
              window));
    }
    page.raw("</details>");
  }
}
