package io.distappguard.cli;

import io.distappguard.behaviour.detect.BehaviourDetector;
import io.distappguard.behaviour.detect.DetectionSink;
import io.distappguard.behaviour.detect.WindowScore;
import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.ProfileFolder;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.incidents.sink.AnomalyJson;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.trace.SourceClocks;
import io.distappguard.telemetry.trace.TraceCounts;
import io.distappguard.traffic.detect.LateChains;
import io.distappguard.traffic.detect.TrafficDetector;
import io.distappguard.traffic.detect.TrafficSink;
import io.distappguard.traffic.drift.Drift;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficProfileFolder;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code distappguard detect}. */
@Command(
    name = "detect",
    description =
        "Finds the windows in which an application does not behave like itself, by its exchanges"
            + " (system calls), its calls (traces) or both, and writes one JSON object a line for"
            + " each: window, score, threshold, role, and the evidence with what was observed,"
            + " expected and usual.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing found", "1:error", "2:wrong usage", "3:anomalies found"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard detect --profile shop.profile today.recording",
      "  distappguard detect -q -p shop.profile today.recording > found.jsonl",
      "  zstdcat today.strace.zst | distappguard detect -p shop.profile -"
    })
final class DetectCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Option(
      names = {"-p", "--profile"},
      required = true,
      paramLabel = "FOLDER",
      description = "The profile that learn made of this application.")
  private Path profile = Path.of("");

  @Parameters(
      paramLabel = "INPUT",
      description =
          "A recording; a file, plain or compressed, or a folder of files that convert takes; - for"
              + " standard input.")
  private String input = "";

  @Mixin private FormatOption format = new FormatOption();

  @Option(
      names = "--json",
      description = "Accepted for the sake of scripts: anomalies are always JSON.")
  private boolean json;

  DetectCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    ApplicationProfile known = ApplicationProfile.open(profile);
    Findings findings = new Findings(root);
    int intervalMillis = ExchangeFiles.DEFAULT_INTERVAL_MILLIS;
    BehaviourProfile behaviour = null;
    if (known.part(ProfileFolder.PART).isPresent()) {
      behaviour = ProfileFolder.read(known);
      intervalMillis = Math.toIntExact(behaviour.model().configuration().intervalMillis());
    }
    TelemetryInput opened = format.open(input, root.console(), intervalMillis);
    TrafficProfile traffic =
        known.part(TrafficProfileFolder.PART).isPresent() ? TrafficProfileFolder.read(known) : null;
    try {
      if (behaviour != null && traffic != null && opened.hasExchanges() && opened.hasCalls()) {
        readSideBySide(behaviour, traffic, opened, findings);
      } else {
        if (behaviour != null) {
          readExchanges(behaviour, opened, findings);
        }
        if (traffic != null) {
          readCalls(traffic, opened, findings);
        }
      }
    } finally {
      findings.end();
    }
    root.note(findings.summary());
    if (findings.scored == 0 && findings.anomalies == 0) {
      // Exit code 0 would say that all is quiet; nobody has looked.
      throw new IOException(
          input
              + ": no window could be scored (expected: exchanges or calls, as the profile was"
              + " learned from, for longer than the application takes to start)");
    }
    return findings.anomalies == 0 ? ExitCode.DONE : ExitCode.ANOMALIES_FOUND;
  }

  private void readExchanges(BehaviourProfile known, TelemetryInput opened, Findings findings)
      throws IOException {
    BehaviourDetector detector = new BehaviourDetector(known, networksOf(opened), findings);
    Intake intake;
    try (ProgressBar bar = root.progressBar("reading " + input, ProgressBar.Unit.BYTES)) {
      intake = opened.readExchanges(detector, bar::update);
    }
    finish(detector, opened.labels());
    tell(intake, detector);
  }

  private void readCalls(TrafficProfile known, TelemetryInput opened, Findings findings)
      throws IOException {
    TrafficDetector detector = detectorOf(known, opened.labels(), findings);
    Intake intake;
    try (ProgressBar bar = root.progressBar("reading " + input, ProgressBar.Unit.BYTES)) {
      intake = opened.readCalls(detector, bar::update);
    }
    finish(detector, opened.labels());
    tell(intake, detector);
  }

  private void readSideBySide(
      BehaviourProfile behaviour, TrafficProfile traffic, TelemetryInput opened, Findings findings)
      throws IOException {
    BehaviourDetector exchanges = new BehaviourDetector(behaviour, networksOf(opened), findings);
    TrafficDetector calls = detectorOf(traffic, opened.labels(), findings);
    findings.order.bothAreJudged();
    try (ProgressBar bar = root.progressBar("reading " + input, ProgressBar.Unit.BYTES);
        CallReader reader = opened.openCalls(Progress.SILENT)) {
      SideBySide both =
          new SideBySide(exchanges, opened.intervalMillis(), reader, calls, calls::latestMillis);
      Intake intake = opened.readExchanges(both, bar::update);
      finish(exchanges, opened.labels());
      findings.order.exchangesJudged(Long.MAX_VALUE);
      tell(intake, exchanges);
      both.readOtherCalls();
      finish(calls, opened.labels());
      tell(reader.intake(), calls);
    }
  }

  private static TrafficDetector detectorOf(
      TrafficProfile known, RecordingLabels labels, Findings findings) {
    Calendar calendar = Calendar.of(labels.calendar());
    if (calendar == null && known.dayMillis() == Calendar.UTC.dayMillis()) {
      calendar = Calendar.UTC;
    }
    Long served = labels.serveMillis();
    return new TrafficDetector(
        known,
        calendar,
        DeployEvents.of(labels.events()),
        served == null ? Long.MIN_VALUE : served,
        findings);
  }

  private static void finish(BehaviourDetector detector, RecordingLabels labels) {
    Long end = labels.endMillis();
    if (end == null) {
      detector.finish();
    } else {
      detector.finish(end);
    }
  }

  private static void finish(TrafficDetector detector, RecordingLabels labels) {
    Long end = labels.endMillis();
    if (end == null) {
      detector.finish();
    } else {
      detector.finish(end);
    }
  }

  private void tell(Intake intake, BehaviourDetector detector) {
    root.noteReading(intake.notes());
    root.noteRejections(intake.rejections().entries());
    if (detector.refusedNames() > 0) {
      root.note(
          "distappguard: counted together: "
              + Text.count(detector.refusedNames(), "name")
              + " of files, processes or peers of containers that made too many of them");
    }
  }

  private void tell(Intake intake, TrafficDetector detector) {
    root.noteReading(intake.notes());
    root.noteRejections(intake.rejections().entries());
    TraceCounts traces = detector.traces();
    List<String> leftOut = new ArrayList<>();
    if (traces.duplicates() > 0) {
      leftOut.add(Text.count(traces.duplicates(), "span") + " met before");
    }
    if (traces.late() > 0) {
      leftOut.add(Text.count(traces.late(), "span") + " after their trace was complete");
    }
    leftOut.addAll(TrafficText.words(detector.leftOut()));
    for (SourceClocks.Correction clock : detector.corrected()) {
      root.note("distappguard: " + TrafficText.words(clock));
    }
    if (!leftOut.isEmpty()) {
      root.note("distappguard: left out: " + String.join(", ", leftOut));
    }
  }

  private static List<KnownNetwork> networksOf(TelemetryInput input) {
    return input.labels().networks().stream()
        .map(network -> new KnownNetwork(network.name(), network.cidr()))
        .toList();
  }

  /** Writes each anomaly as soon as its turn has come, and counts. */
  private static final class Findings implements DetectionSink, TrafficSink {

    private final DistAppGuard root;
    private final PrintWriter out;
    private final AnomalyOrder order = new AnomalyOrder(this::write);
    private int scored;
    private int deploying;
    private int anomalies;
    private @Nullable Anomaly first;

    Findings(DistAppGuard root) {
      this.root = root;
      this.out = root.console().out();
    }

    @Override
    public void scored(WindowScore score) {
      switch (score.state()) {
        case SCORED -> scored++;
        case DEPLOYING -> deploying++;
      }
      order.exchangesJudged(score.endMillis());
    }

    @Override
    public void notJudged(Stretch stretch) {
      root.note(
          "distappguard: not judged: "
              + Instant.ofEpochMilli(stretch.startMillis())
              + " to "
              + Instant.ofEpochMilli(stretch.endMillis())
              + ", "
              + stretch.reason());
    }

    @Override
    public void scored(TrafficScore score) {
      if (score.isScored()) {
        scored++;
      }
      order.callsJudged(score.window().endMillis());
    }

    @Override
    public void late(LateChains late) {
      root.note("distappguard: " + late.sentence());
    }

    @Override
    public void drift(Drift drift) {
      root.note("distappguard: " + drift.sentence());
    }

    @Override
    public void anomaly(Anomaly anomaly) {
      if (anomaly.detector().equals(BehaviourDetector.NAME)) {
        order.ofExchanges(anomaly);
      } else {
        order.ofCalls(anomaly);
      }
    }

    /** Nothing more is found, be it for an error: what waits for its turn is written. */
    void end() {
      order.end();
    }

    private void write(Anomaly anomaly) {
      anomalies++;
      if (first == null || anomaly.startMillis() < first.startMillis()) {
        first = anomaly;
      }
      out.println(AnomalyJson.line(anomaly));
      out.flush();
    }

    String summary() {
      StringBuilder text = new StringBuilder("distappguard: ");
      text.append(anomalies == 1 ? "1 anomaly" : Text.count(anomalies) + " anomalies")
          .append(" in ")
          .append(Text.count(scored, "window"));
      if (deploying > 0) {
        text.append(", ").append(Text.count(deploying)).append(" more while it was deployed");
      }
      Anomaly earliest = first;
      if (earliest != null) {
        text.append("; first at ")
            .append(Instant.ofEpochMilli(earliest.startMillis()))
            .append(", ")
            .append(earliest.role());
        if (!earliest.evidence().isEmpty()) {
          text.append(": ").append(earliest.evidence().getFirst().sentence());
        }
      }
      return text.toString();
    }
  }
}
