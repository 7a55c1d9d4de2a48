package io.distappguard.cli;

import io.distappguard.behaviour.learn.LearningReport;
import io.distappguard.behaviour.learn.LearningReport.BenignScore;
import io.distappguard.behaviour.learn.LearningReport.RecordingSummary;
import io.distappguard.behaviour.learn.LearningReport.RoleSummary;
import io.distappguard.behaviour.learn.LearningReport.TrainingSummary;
import io.distappguard.detection.anomaly.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was learned, for people. */
final class LearningText {

  private static final int MOST_SCORES = 3;
  private static final int MOST_STRETCHES = 5;

  private LearningText() {}

  /**
   * What both detectors learned.
   *
   * @param behaviour null where there were no exchanges
   * @param traffic null where there were no calls
   */
  record Both(@Nullable LearningReport behaviour, TrafficText.@Nullable Report traffic) {}

  static String of(Both learned) {
    StringBuilder text = new StringBuilder();
    LearningReport behaviour = learned.behaviour();
    TrafficText.Report traffic = learned.traffic();
    if (behaviour != null) {
      text.append(String.format("Behaviour, from exchanges%n%n")).append(of(behaviour));
    }
    if (traffic != null) {
      text.append(String.format("%sTraffic, from calls%n%n", behaviour == null ? "" : "\n"))
          .append(TrafficText.of(traffic));
    }
    return text.toString();
  }

  private static String of(LearningReport report) {
    StringBuilder text = new StringBuilder();
    recordings(text, report);
    roles(text, report);
    line(
        text,
        "%nVocabulary: %s seen often enough, %s known but rare; %s%n",
        Text.count(report.edges(), "edge"),
        Text.count(report.rareEdges(), "edge"),
        Text.count(report.features(), "feature"));
    for (TrainingSummary training : report.trainings()) {
      training(text, training);
    }
    line(text, "%nThreshold: %.3f%n", report.threshold());
    line(text, "Promise: %s%n", report.promise());
    text.append("Largest benign scores of validation B:\n");
    for (BenignScore score :
        report.largestBenign().subList(0, Math.min(MOST_SCORES, report.largestBenign().size()))) {
      line(
          text,
          "  %.3f  %s  %s at %s%s%n",
          score.score(),
          score.role(),
          score.recording(),
          Instant.ofEpochMilli(score.startMillis()),
          score.because().isEmpty() ? "" : ": " + score.because());
    }
    return text.toString();
  }

  private static void recordings(StringBuilder text, LearningReport report) {
    line(text, "%-28s %-14s %8s %8s  %s%n", "recording", "use", "windows", "used", "refused");
    for (RecordingSummary recording : report.recordings()) {
      line(
          text,
          "%-28s %-14s %8d %8d  %s%n",
          recording.name(),
          recording.use(),
          recording.windows(),
          recording.used(),
          reasons(recording.refused()));
    }
    for (RecordingSummary recording : report.recordings()) {
      notUsed(text, recording);
    }
  }

  /** When, as one would look it up in a log. */
  private static void notUsed(StringBuilder text, RecordingSummary recording) {
    List<Stretch> stretches = recording.notUsed();
    for (Stretch stretch : stretches.subList(0, Math.min(MOST_STRETCHES, stretches.size()))) {
      line(
          text,
          "not used of %s: %s to %s, %s%n",
          recording.name(),
          Instant.ofEpochMilli(stretch.startMillis()),
          Instant.ofEpochMilli(stretch.endMillis()),
          stretch.reason());
    }
    if (stretches.size() > MOST_STRETCHES) {
      line(
          text,
          "not used of %s: %d stretches more (--json shows all)%n",
          recording.name(),
          stretches.size() - MOST_STRETCHES);
    }
  }

  private static String reasons(Map<String, Integer> refused) {
    return refused.entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void roles(StringBuilder text, LearningReport report) {
    line(
        text,
        "%n%-28s %10s %8s %9s %10s%n",
        "role",
        "containers",
        "edges",
        "features",
        "start-ups");
    for (RoleSummary role : report.roles()) {
      line(
          text,
          "%-28s %10d %8d %9d %10d%n",
          role.role(),
          role.containers(),
          role.edges(),
          role.features(),
          role.startUps());
    }
  }

  private static void training(StringBuilder text, TrainingSummary training) {
    float[] losses = training.trainingLosses();
    float[] validation = training.validationLosses();
    if (losses.length == 0) {
      return;
    }
    int best = Math.clamp(training.bestEpoch(), 1, losses.length);
    line(
        text,
        "Autoencoder, windows of %s: %s; loss %.4f -> %.4f, on validation A %.4f -> %.4f (epoch %d"
            + " of %d)%n",
        training.scale(),
        Text.count(training.parameters(), "parameter"),
        losses[0],
        losses[best - 1],
        validation[0],
        validation[best - 1],
        best,
        losses.length);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
