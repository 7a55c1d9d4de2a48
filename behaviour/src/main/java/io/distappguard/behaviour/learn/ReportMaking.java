package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.autoencoder.TrainingResult;
import io.distappguard.behaviour.feature.Feature;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.learn.LearningReport.BenignScore;
import io.distappguard.behaviour.learn.LearningReport.RecordingSummary;
import io.distappguard.behaviour.learn.LearningReport.RoleSummary;
import io.distappguard.behaviour.learn.LearningReport.TrainingSummary;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.Provenance;
import io.distappguard.behaviour.profile.StartUpProfile.RoleStartUps;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.behaviour.window.Window;
import io.distappguard.detection.anomaly.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects while learning what the report and the provenance tell. */
final class ReportMaking {

  private static final int MOST_BENIGN_SCORES = 10;

  private final BehaviourConfiguration configuration;
  private final List<RecordingSummary> recordings = new ArrayList<>();
  private final List<Provenance.Source> sources = new ArrayList<>();
  private final List<TrainingSummary> trainings = new ArrayList<>();
  private final List<Provenance.Losses> losses = new ArrayList<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private List<BenignScore> largestBenign = List.of();
  private int windowsUsed;

  ReportMaking(BehaviourConfiguration configuration) {
    this.configuration = configuration;
  }

  void training(RecordedWindows recorded, List<FeatureWindow> vectors) {
    Map<Long, String> reasons = new HashMap<>();
    recorded.windows().forEach(window -> reasons.put(window.startMillis(), "deployment"));
    for (FeatureWindow vector : vectors) {
      if (vector.isLearnable()) {
        reasons.remove(vector.startMillis());
      } else {
        reasons.put(vector.startMillis(), "incomplete");
      }
    }
    RecordingSummary summary = add(recorded, "training", reasons);
    summary.refused().forEach((reason, count) -> refused.merge(reason, count, Integer::sum));
    windowsUsed += summary.used();
  }

  /**
   * Notes a recording of a validation set.
   *
   * @param reasons why windows were not used, by their start
   */
  void validation(RecordedWindows recorded, String use, Map<Long, String> reasons) {
    add(recorded, use, reasons);
  }

  private RecordingSummary add(RecordedWindows recorded, String use, Map<Long, String> reasons) {
    BehaviourRecording recording = recorded.recording();
    int windows = recorded.windows().size();
    int used = windows - reasons.size();
    Map<String, Integer> counts = new TreeMap<>();
    reasons.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
    RecordingSummary summary =
        new RecordingSummary(
            recording.name(), use, windows, used, counts, stretches(recorded, reasons));
    recordings.add(summary);
    sources.add(new Provenance.Source(recording.name(), recording.sha256(), use, used));
    return summary;
  }

  /** Windows that were not used, one after the other for one reason, as one. */
  private static List<Stretch> stretches(RecordedWindows recorded, Map<Long, String> reasons) {
    List<Stretch> stretches = new ArrayList<>();
    for (Window window : recorded.windows()) {
      String reason = reasons.get(window.startMillis());
      Stretch last = stretches.isEmpty() ? null : stretches.getLast();
      if (reason == null) {
        continue;
      }
      if (last != null
          && last.endMillis() == window.startMillis()
          && last.reason().equals(reason)) {
        stretches.removeLast();
        stretches.add(new Stretch(last.startMillis(), window.endMillis(), reason));
      } else {
        stretches.add(new Stretch(window.startMillis(), window.endMillis(), reason));
      }
    }
    return List.copyOf(stretches);
  }

  void trained(TimeScale scale, TrainingResult result) {
    int best = result.bestEpoch();
    trainings.add(
        new TrainingSummary(
            scale.toString(),
            result.best().parameterCount(),
            result.trainingLosses(),
            result.validationLosses(),
            best));
    losses.add(
        new Provenance.Losses(
            result.trainingLosses().length,
            best,
            result.trainingLosses()[0],
            result.trainingLosses()[best],
            result.validationLosses()[best]));
  }

  void calibrated(List<BenignScore> scores) {
    largestBenign =
        scores.stream()
            .sorted(
                Comparator.comparingDouble(BenignScore::score)
                    .reversed()
                    .thenComparingLong(BenignScore::startMillis))
            .limit(MOST_BENIGN_SCORES)
            .toList();
  }

  int windowsUsed() {
    return windowsUsed;
  }

  /** Why windows were refused so far, in words. */
  String refusals() {
    if (refused.isEmpty()) {
      return "none refused";
    }
    List<String> words = new ArrayList<>();
    refused.forEach((reason, count) -> words.add(count + " refused: " + reason));
    return String.join(", ", words);
  }

  Provenance provenance() {
    String version = getClass().getPackage().getImplementationVersion();
    return new Provenance(
        version == null ? "development" : version, sources, windowsUsed, refused, losses);
  }

  LearningReport of(BehaviourProfile profile) {
    BehaviourModel model = profile.model();
    FeatureLayout layout = model.layout();
    Vocabulary vocabulary = model.vocabulary();
    List<RoleSummary> roles = new ArrayList<>();
    for (String role : vocabulary.roles()) {
      RoleStartUps startUps = model.startUps().roles().get(role);
      int features = 0;
      for (Feature feature : layout.features()) {
        features += feature.roles().contains(role) ? 1 : 0;
      }
      int edges =
          (int)
              vocabulary.edges().stream()
                  .filter(edge -> Vocabulary.rolesOf(edge).contains(role))
                  .count();
      roles.add(
          new RoleSummary(
              role,
              model.usualInstances().getOrDefault(role, 0),
              edges,
              features,
              startUps == null ? 0 : startUps.seen()));
    }
    return new LearningReport(
        List.copyOf(roles),
        vocabulary.edges().size(),
        vocabulary.rareEdges().size(),
        layout.size(),
        List.copyOf(recordings),
        List.copyOf(trainings),
        profile.threshold(),
        profile.alarm().calibration().promise()
            + "; the threshold stands "
            + configuration.thresholdMargin()
            + " times above",
        largestBenign);
  }
}
