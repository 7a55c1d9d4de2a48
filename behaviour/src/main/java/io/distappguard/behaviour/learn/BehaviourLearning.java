package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.detect.BehaviourScoring;
import io.distappguard.behaviour.detect.WindowScore;
import io.distappguard.behaviour.feature.FeatureExtraction;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.learn.LearningReport.BenignScore;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.RoleActivity;
import io.distappguard.behaviour.profile.ScaleProfile;
import io.distappguard.behaviour.profile.Threshold;
import io.distappguard.behaviour.window.Coverage;
import io.distappguard.behaviour.window.StartUps.StartUp;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.behaviour.window.Window;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.telemetry.recording.BenignRecordings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Learns a profile from benign recordings: training gives vocabulary, scales and weights;
 * validation A ends training and says how large errors are on benign data; validation B sets the
 * threshold. All windows of all recordings are kept in memory while learning.
 */
public final class BehaviourLearning {

  /** With fewer windows left the scale of a feature cannot be told. */
  private static final double MOST_LOST_SHARE = 0.5;

  private final BenignRecordings<? extends BehaviourRecording> recordings;
  private final BehaviourConfiguration configuration;
  private final UnaryOperator<BlockStructure> network;
  private final LearningProgress progress;
  private final EdgeDictionary dictionary = new EdgeDictionary();
  private final ReportMaking report;
  private Set<String> awaited = Set.of();

  private BehaviourLearning(
      BenignRecordings<? extends BehaviourRecording> recordings,
      BehaviourConfiguration configuration,
      UnaryOperator<BlockStructure> network,
      LearningProgress progress) {
    this.recordings = recordings;
    this.configuration = configuration;
    this.network = network;
    this.progress = progress;
    this.report = new ReportMaking(configuration);
  }

  /** A profile and how it came about. */
  public record Learned(BehaviourProfile profile, LearningReport report) {}

  /**
   * Learns.
   *
   * @throws TooLittleException if there is too little to learn from
   * @throws io.distappguard.learning.calibration.TooFewWindowsException if validation B is too
   *     short
   * @throws IOException if a recording cannot be read
   */
  public static Learned learn(
      BenignRecordings<? extends BehaviourRecording> recordings,
      BehaviourConfiguration configuration,
      LearningProgress progress)
      throws IOException {
    return learn(recordings, configuration, UnaryOperator.identity(), progress);
  }

  /**
   * Learns with a network of another shape in the place of ours and all else the same, the loss
   * over our blocks included, to compare the two. Its profile detects like any other, but a folder
   * gives back only those of ours.
   *
   * @param network from our network's shape to another over the same features
   */
  public static Learned learn(
      BenignRecordings<? extends BehaviourRecording> recordings,
      BehaviourConfiguration configuration,
      UnaryOperator<BlockStructure> network,
      LearningProgress progress)
      throws IOException {
    return new BehaviourLearning(recordings, configuration, network, progress).learn();
  }

  private Learned learn() throws IOException {
    List<RecordedWindows> training = read(recordings.training());
    // Names of folders come from training alone, before the dictionary grows by the others.
    PathGroups groups = PathGroups.learnedFrom(dictionary.edges(), configuration.folderNames());
    List<RecordedWindows> validationA = read(recordings.validationA());
    List<RecordedWindows> validationB = read(recordings.validationB());
    Set<String> roles = commonRoles(training);
    Map<String, RoleActivity> activity = activity(training, validationA, validationB, roles);
    awaited = ActivityLearning.regular(activity);
    List<List<Window>> running = afterDeployment(training);
    requireEveryRole("training", running, roles);
    requireEveryRole("validation A", afterDeployment(validationA), roles);
    Vocabulary vocabulary = vocabulary(training, running, groups, roles);
    FeatureLayout layout = new FeatureLayout(vocabulary, configuration.folding());
    Map<String, Integer> usualInstances = usualInstances(running, roles);
    FeatureExtraction extraction =
        new FeatureExtraction(layout, dictionary, groups, usualInstances);

    List<ScaleProfile> scales = new ArrayList<>();
    for (TimeScale scale : configuration.scales()) {
      scales.add(learnScale(scale, layout, extraction, training, validationA));
    }
    List<StartUp> startUps = new ArrayList<>();
    training.forEach(recorded -> startUps.addAll(recorded.startUps()));
    validationA.forEach(recorded -> startUps.addAll(recorded.startUps()));
    BehaviourModel model =
        new BehaviourModel(
            configuration,
            groups,
            vocabulary,
            usualInstances,
            activity,
            scales,
            StartUpLearning.envelopes(startUps, dictionary, groups),
            report.windowsUsed(),
            unseenUnit(extraction, afterDeployment(validationA)));
    Threshold threshold = calibrate(model, validationB);
    BehaviourProfile profile = new BehaviourProfile(model, threshold, report.provenance());
    return new Learned(profile, report.of(profile));
  }

  private List<RecordedWindows> read(List<? extends BehaviourRecording> some) throws IOException {
    List<RecordedWindows> read = new ArrayList<>();
    for (BehaviourRecording recording : some) {
      RecordedWindows windows = RecordedWindows.read(recording, dictionary, configuration);
      progress.recordingRead(recording.name(), windows.windows().size());
      read.add(windows);
    }
    return read;
  }

  /** Roles that ran in every training recording. */
  private static Set<String> commonRoles(List<RecordedWindows> training) {
    if (training.isEmpty()) {
      throw new TooLittleException("training: no recordings (expected: at least one)");
    }
    Set<String> roles = training.getFirst().established();
    training.forEach(recorded -> roles.retainAll(recorded.established()));
    if (roles.isEmpty()) {
      throw new TooLittleException(
          "training: no role that runs in all recordings (expected: recordings of one application,"
              + " each longer than its start-up)");
    }
    return roles;
  }

  private List<List<Window>> afterDeployment(List<RecordedWindows> recorded) {
    List<List<Window>> all = new ArrayList<>();
    recorded.forEach(windows -> all.add(windows.afterDeployment(configuration, awaited)));
    return all;
  }

  /** How steadily roles act once all of them run, those that idle long too. */
  private Map<String, RoleActivity> activity(
      List<RecordedWindows> training,
      List<RecordedWindows> validationA,
      List<RecordedWindows> validationB,
      Set<String> roles) {
    awaited = roles;
    List<List<Window>> ofTraining = afterDeployment(training);
    List<List<Window>> benign = new ArrayList<>(ofTraining);
    benign.addAll(afterDeployment(validationA));
    benign.addAll(afterDeployment(validationB));
    return ActivityLearning.of(ofTraining, benign, roles);
  }

  private Vocabulary vocabulary(
      List<RecordedWindows> training,
      List<List<Window>> running,
      PathGroups groups,
      Set<String> roles) {
    VocabularyLearning learning = new VocabularyLearning(dictionary, groups);
    for (int index = 0; index < training.size(); index++) {
      learning.countAll(training.get(index).windows(), new HashSet<>(running.get(index)));
    }
    return learning.vocabulary(configuration.vocabularyWindows(), roles);
  }

  /** The median number of running containers. */
  private static Map<String, Integer> usualInstances(
      List<List<Window>> running, Set<String> roles) {
    Map<String, Integer> usual = new TreeMap<>();
    for (String role : new TreeSet<>(roles)) {
      List<Integer> counts = new ArrayList<>();
      for (List<Window> windows : running) {
        windows.forEach(window -> counts.add(window.role(role).most()));
      }
      counts.sort(null);
      if (!counts.isEmpty()) {
        usual.put(role, Math.max(1, counts.get(counts.size() / 2)));
      }
    }
    return usual;
  }

  private ScaleProfile learnScale(
      TimeScale scale,
      FeatureLayout layout,
      FeatureExtraction extraction,
      List<RecordedWindows> training,
      List<RecordedWindows> validationA) {
    boolean first = scale.equals(configuration.scales().getFirst());
    List<FeatureWindow> learnable = new ArrayList<>();
    for (RecordedWindows recorded : training) {
      List<FeatureWindow> vectors = vectors(recorded, scale, extraction);
      learnable.addAll(vectors.stream().filter(FeatureWindow::isLearnable).toList());
      if (first) {
        report.training(recorded, vectors);
      }
    }
    List<FeatureWindow> validation = new ArrayList<>();
    for (RecordedWindows recorded : validationA) {
      List<FeatureWindow> vectors = vectors(recorded, scale, extraction);
      validation.addAll(vectors);
      if (first) {
        report.validation(recorded, "validation A", deployed(recorded, vectors));
      }
    }
    long ofValidation = validation.stream().filter(FeatureWindow::isLearnable).count();
    requireEnough("training", learnable.size(), configuration.minimumTrainingWindows(), scale);
    requireEnough("validation A", ofValidation, configuration.minimumValidationWindows(), scale);
    ScaleLearning.Learned learned =
        new ScaleLearning(configuration, layout, scale)
            .learn(
                network.apply(layout.blockStructure()),
                learnable,
                validation,
                progress.training(scale));
    report.trained(scale, learned.training());
    return learned.profile();
  }

  private static Map<Long, String> deployed(RecordedWindows recorded, List<FeatureWindow> vectors) {
    Map<Long, String> reasons = new HashMap<>();
    recorded.windows().forEach(window -> reasons.put(window.startMillis(), "deployment"));
    vectors.forEach(vector -> reasons.remove(vector.startMillis()));
    return reasons;
  }

  private List<FeatureWindow> vectors(
      RecordedWindows recorded, TimeScale scale, FeatureExtraction extraction) {
    List<Window> windows = recorded.afterDeployment(configuration, awaited);
    List<FeatureWindow> vectors = new ArrayList<>();
    for (Window window : RecordedWindows.atScale(windows, scale)) {
      vectors.add(extraction.extract(window));
    }
    return vectors;
  }

  private void requireEnough(String use, long windows, int fewest, TimeScale scale) {
    if (windows < fewest) {
      throw new TooLittleException(
          use
              + ": "
              + windows
              + " usable windows of "
              + scale
              + " (expected: >= "
              + fewest
              + "; "
              + report.refusals()
              + "; record longer)");
    }
  }

  /** A role that nearly always lost events cannot be learned, however many windows there are. */
  private static void requireEveryRole(String use, List<List<Window>> recorded, Set<String> roles) {
    List<Window> windows = recorded.stream().flatMap(List::stream).toList();
    for (String role : new TreeSet<>(roles)) {
      long lost = windows.stream().filter(window -> window.loses(role)).count();
      if (lost > MOST_LOST_SHARE * windows.size()) {
        throw new TooLittleException(
            use
                + ": the source lost events of "
                + role
                + " in "
                + lost
                + " of "
                + windows.size()
                + " windows (expected: in at most "
                + Math.round(100 * MOST_LOST_SHARE)
                + " %; record again with less load on the host, or a larger buffer)");
      }
    }
  }

  /** The benign quantile of the strength of unseen edges, but not below what is configured. */
  private double unseenUnit(FeatureExtraction extraction, List<List<Window>> validation) {
    List<Float> strengths = new ArrayList<>();
    for (List<Window> windows : validation) {
      for (Window window : windows) {
        double most = 0;
        for (Map.Entry<String, Double> ofRole :
            BehaviourScoring.unseenStrengths(extraction.extract(window), extraction).entrySet()) {
          if (!window.loses(ofRole.getKey())) {
            most = Math.max(most, ofRole.getValue());
          }
        }
        strengths.add((float) most);
      }
    }
    float[] values = new float[strengths.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = strengths.get(index);
    }
    return Math.max(
        configuration.unseenUnit(), ScaleLearning.quantile(values, configuration.benignQuantile()));
  }

  private Threshold calibrate(BehaviourModel model, List<RecordedWindows> validationB) {
    List<BenignScore> benign = new ArrayList<>();
    for (RecordedWindows recorded : validationB) {
      BehaviourScoring scoring = new BehaviourScoring(model, dictionary);
      Map<Long, String> reasons = new HashMap<>();
      for (Window window : recorded.windows()) {
        WindowScore score = scoring.score(window);
        boolean any = window.coverage().lost().containsKey(Coverage.ANY);
        if (score.state() == WindowScore.State.SCORED && window.coverage().time() >= 1 && !any) {
          benign.add(benignScore(recorded, window, score, scoring));
        } else {
          boolean deploying = score.state() == WindowScore.State.DEPLOYING;
          reasons.put(window.startMillis(), deploying ? "deployment" : "incomplete");
        }
      }
      report.validation(recorded, "validation B", reasons);
    }
    double[] scores = benign.stream().mapToDouble(BenignScore::score).toArray();
    Calibration calibration = Calibration.of(scores, configuration.targetRate());
    report.calibrated(benign);
    return new Threshold(
        Math.max(1e-6, calibration.threshold() * configuration.thresholdMargin()), calibration);
  }

  /** The largest score of the roles that lost nothing. */
  private static BenignScore benignScore(
      RecordedWindows recorded, Window window, WindowScore score, BehaviourScoring scoring) {
    Map.Entry<String, Double> largest =
        score.roleScores().entrySet().stream()
            .filter(ofRole -> !window.loses(ofRole.getKey()))
            .max(
                Map.Entry.<String, Double>comparingByValue()
                    .thenComparing(Map.Entry.<String, Double>comparingByKey()))
            .orElse(Map.entry("", 0.0));
    List<Evidence> evidence =
        largest.getValue() > 1 ? scoring.evidence(window, List.of(largest.getKey())) : List.of();
    return new BenignScore(
        recorded.recording().name(),
        window.startMillis(),
        largest.getValue(),
        largest.getKey(),
        evidence.isEmpty() ? "" : evidence.getFirst().sentence());
  }
}
