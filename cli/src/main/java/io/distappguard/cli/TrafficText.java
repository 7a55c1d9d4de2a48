package io.distappguard.cli;

import io.distappguard.learning.calibration.Calibration;
import io.distappguard.telemetry.trace.SourceClocks;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.learn.LearningWindows.LeftOut;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.learn.TrafficLearning.BenignScore;
import io.distappguard.traffic.profile.LearnedCluster;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficProvenance;
import io.distappguard.traffic.series.LeftOutChains;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the traffic detector learned, for people and as JSON. */
final class TrafficText {

  private static final int MOST_SCORES = 3;
  private static final int MOST_REPORTED = 20;

  private TrafficText() {}

  /**
   * What was learned.
   *
   * @param entries operations that belong to no chain: a gateway that only passes on
   * @param clusters the clusters, the heaviest first
   * @param rareTraces chains of the training too seldom for a cluster
   * @param remarks what a person should know of how the clusters came about
   * @param largestBenign largest scores of validation B; empty for a profile that was read
   * @param leftOut chains of the recordings that nothing was learned from; likewise
   */
  record Report(
      List<String> entries,
      List<Cluster> clusters,
      long rareTraces,
      List<String> remarks,
      long windowMillis,
      long dayMillis,
      double threshold,
      String promise,
      double promisedRate,
      double expectedRate,
      int calibrationWindows,
      long seed,
      List<TrafficProvenance.Source> recordings,
      List<BenignScore> largestBenign,
      List<LeftOut> leftOut) {}

  /** One cluster: its commonest chain, the operations of its graph, training traces in it. */
  record Cluster(String name, List<String> operations, long traces) {}

  static Report report(TrafficLearning.Learned learned) {
    List<BenignScore> benign = learned.benign();
    return report(
        learned.profile(),
        benign.subList(0, Math.min(MOST_REPORTED, benign.size())),
        learned.leftOut());
  }

  static Report report(TrafficProfile profile) {
    return report(profile, List.of(), List.of());
  }

  private static Report report(
      TrafficProfile profile, List<BenignScore> benign, List<LeftOut> leftOut) {
    Calibration calibration = profile.alarm().calibration();
    return new Report(
        profile.chains().entries().path().stream().map(Operation::words).toList(),
        profile.clusters().stream().map(TrafficText::cluster).toList(),
        profile.chains().rareWeight(),
        profile.chains().remarks(),
        profile.configuration().windowMillis(),
        profile.dayMillis(),
        profile.threshold(),
        calibration.promise(),
        calibration.promisedRate(),
        calibration.expectedRate(),
        calibration.windows(),
        profile.configuration().seed(),
        profile.provenance().recordings(),
        benign,
        leftOut);
  }

  private static Cluster cluster(LearnedCluster cluster) {
    return new Cluster(
        cluster.name(),
        cluster.operations().stream().map(Operation::words).toList(),
        cluster.traces());
  }

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    line(text, "%-28s %-21s %8s %8s%n", "recording", "use", "windows", "traces");
    for (TrafficProvenance.Source source : report.recordings()) {
      line(
          text,
          "%-28s %-21s %8d %8d%n",
          source.name(),
          source.use(),
          source.windows(),
          source.traces());
    }
    for (LeftOut left : report.leftOut()) {
      line(text, "left out of %s: %s%n", left.recording(), String.join(", ", words(left.chains())));
    }
    line(text, "%n%8s %10s  %s%n", "traces", "operations", "cluster of chains like");
    for (Cluster cluster : report.clusters()) {
      line(text, "%8d %10d  %s%n", cluster.traces(), cluster.operations().size(), cluster.name());
    }
    if (report.rareTraces() > 0) {
      line(text, "%8d %10s  %s%n", report.rareTraces(), "", "rare chains");
    }
    report.remarks().forEach(remark -> line(text, "%s%n", remark));
    if (!report.entries().isEmpty()) {
      line(text, "Read below the entry: %s%n", String.join(", ", report.entries()));
    }
    line(text, "%nThreshold: %.3f%n", report.threshold());
    line(text, "Promise: %s%n", report.promise());
    if (!report.largestBenign().isEmpty()) {
      line(text, "Largest benign scores of validation B:%n");
    }
    for (BenignScore score :
        report.largestBenign().subList(0, Math.min(MOST_SCORES, report.largestBenign().size()))) {
      line(
          text,
          "  %.3f  %s at %s  %s%n",
          score.score(),
          score.recording(),
          Instant.ofEpochMilli(score.startMillis()),
          score.because());
    }
    return text.toString();
  }

  /** Chains that are in no window, by reason, for people; reasons without any left out. */
  static List<String> words(LeftOutChains chains) {
    List<String> words = new ArrayList<>();
    if (chains.early() > 0) {
      words.add(Text.count(chains.early(), "chain") + " from before the first window");
    }
    if (chains.late() > 0) {
      boolean one = chains.late() == 1;
      words.add(
          Text.count(chains.late(), "chain")
              + (one
                  ? " that came after its window was judged"
                  : " that came after their windows were judged"));
    }
    return words;
  }

  /** That a clock is wrong, for people. */
  static String words(SourceClocks.Correction clock) {
    double seconds = clock.offsetNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "the clock of %s%s is %.1f s %s; its calls are judged by the others' time",
        clock.service(),
        clock.instance().isEmpty() ? "" : " " + clock.instance(),
        Math.abs(seconds),
        seconds > 0 ? "ahead" : "behind");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
