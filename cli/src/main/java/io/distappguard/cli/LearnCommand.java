package io.distappguard.cli;

import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.ProfileFolder;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.ProfilePart;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.telemetry.recording.RecordingsByKind;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.learn.RecordedCalls;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.learn.TrafficRecording;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.profile.TrafficProfileFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code distappguard learn}. */
@Command(
    name = "learn",
    description =
        "Learns the profile of an application from benign recordings, its behaviour from their"
            + " exchanges and its traffic from their calls. Training gives roles, chains and"
            + " weights; validation A says when to stop; validation B sets the thresholds, and with"
            + " them the false-alarm rates the profile can promise.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard learn --profile shop.profile recordings",
      "  distappguard learn --profile shop.profile --training monday tuesday \\",
      "      --validation-a wednesday --validation-b thursday",
      "  distappguard learn --profile shop.profile --seed 7 --json recordings"
    })
final class LearnCommand implements Callable<Integer> {

  private final DistAppGuard root;

  @Parameters(
      arity = "0..*",
      paramLabel = "FOLDER",
      description =
          "Recordings, or folders of recordings, used by the kind each states: training,"
              + " validation-a or validation-b. Those of other kinds are left out.")
  private List<Path> folders = List.of();

  @Option(
      names = "--training",
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Recordings, or folders of recordings, to train on, whatever their kind.")
  private List<Path> training = List.of();

  @Option(
      names = "--validation-a",
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Likewise, to end training by.")
  private List<Path> validationA = List.of();

  @Option(
      names = "--validation-b",
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Likewise, to set the threshold by. No recording may be of two uses.")
  private List<Path> validationB = List.of();

  @Option(
      names = {"-p", "--profile"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where the profile goes; one that is there is replaced as a whole.")
  private Path profile = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description =
          "Seed of everything random (default: ${DEFAULT-VALUE}). Same recordings and seed, same"
              + " profile.")
  private long seed;

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      description =
          "Learn this detector only: ${COMPLETION-CANDIDATES}. Without it each learns that the"
              + " recordings hold something for: exchanges for behaviour, calls for traffic.")
  private List<Detector> detectors = List.of();

  @Option(names = "--json", description = "Print what was learned as one JSON object.")
  private boolean json;

  LearnCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    requireTensorLibrary();
    ApplicationProfile.requirePlace(profile);
    RecordingsByKind sorted =
        new LearningFolders(training, validationA, validationB, folders).sort(root::note);
    String application = sorted.application();
    boolean learnsBehaviour = learns(Detector.BEHAVIOUR, sorted.withExchanges());
    boolean learnsTraffic = learns(Detector.TRAFFIC, sorted.withCalls());
    tellNeeds(sorted, learnsBehaviour, learnsTraffic);
    BehaviourLearning.Learned behaviour = null;
    TrafficLearning.Learned traffic = null;
    List<ProfilePart> parts = new ArrayList<>();
    if (learnsBehaviour) {
      behaviour = behaviour(BenignRecordings.of(sorted.withExchanges(), ApplicationRecording::new));
      parts.add(ProfileFolder.part(behaviour.profile()));
    }
    if (learnsTraffic) {
      traffic = traffic(BenignRecordings.of(sorted.withCalls(), RecordedCalls::new));
      parts.add(TrafficProfileFolder.part(traffic.profile()));
    }
    if (parts.isEmpty()) {
      throw new IOException(
          "the recordings hold nothing to learn from (expected: exchanges for behaviour, calls for"
              + " traffic; see distappguard inspect)");
    }
    ApplicationProfile.write(
        profile,
        application,
        sorted.all().stream()
            .map(recording -> new ApplicationProfile.Source(recording.name(), recording.sha256()))
            .toList(),
        parts);
    LearningText.Both learned =
        new LearningText.Both(
            behaviour == null ? null : behaviour.report(),
            traffic == null ? null : TrafficText.report(traffic));
    if (json) {
      root.console().out().println(Json.indented(learned));
    } else {
      root.console().out().print(LearningText.of(learned));
      root.console().out().println();
      root.console().out().println("Written to " + profile);
    }
    return ExitCode.DONE;
  }

  /** A node's watcher has none (deploy/leave-out-tensors). */
  private static void requireTensorLibrary() throws IOException {
    if (LearnCommand.class.getResource("/ai/djl/ndarray/NDArray.class") == null) {
      throw new IOException(
          "this installation has no tensor library (expected: learn where the whole command is"
              + " installed; a node's watcher records and detects without)");
    }
  }

  private boolean learns(Detector detector, RecordingsByKind recordings) {
    return (detectors.isEmpty() || detectors.contains(detector)) && !recordings.all().isEmpty();
  }

  /** Says before minutes of learning how long to record, and stops where it cannot be enough. */
  private void tellNeeds(RecordingsByKind sorted, boolean learnsBehaviour, boolean learnsTraffic)
      throws IOException {
    LearningNeeds ofBehaviour = LearningNeeds.of(BehaviourConfiguration.standard(seed));
    LearningNeeds ofTraffic = LearningNeeds.of(TrafficConfiguration.standard(seed));
    if (learnsBehaviour) {
      ofBehaviour.lines(sorted.withExchanges()).forEach(root::note);
    }
    if (learnsTraffic) {
      ofTraffic.lines(sorted.withCalls()).forEach(root::note);
    }
    if (learnsBehaviour) {
      ofBehaviour.require(sorted, sorted.withExchanges());
    }
    if (learnsTraffic) {
      ofTraffic.require(sorted, sorted.withCalls());
    }
  }

  private BehaviourLearning.Learned behaviour(
      BenignRecordings<? extends BehaviourRecording> recordings) throws IOException {
    try (ProgressBar bar = root.progressBar("reading", ProgressBar.Unit.STEPS)) {
      return BehaviourLearning.learn(
          recordings, BehaviourConfiguration.standard(seed), new Shown(bar, recordings));
    }
  }

  private TrafficLearning.Learned traffic(BenignRecordings<? extends TrafficRecording> recordings)
      throws IOException {
    try (ProgressBar bar = root.progressBar("reading calls", ProgressBar.Unit.STEPS)) {
      return TrafficLearning.learn(
          recordings,
          TrafficConfiguration.standard(seed),
          AstgcnTraining.standard(),
          new TrafficLearningProgress() {
            @Override
            public void training(String cluster, int done, int total) {
              bar.label("training, chains like " + cluster);
              bar.update(done, total);
            }
          });
    }
  }

  /** Which detector is to learn. */
  enum Detector {
    BEHAVIOUR,
    TRAFFIC
  }

  /** Recordings read, then epochs trained. */
  private static final class Shown implements LearningProgress {

    private final ProgressBar bar;
    private final int recordings;
    private int read;

    Shown(ProgressBar bar, BenignRecordings<?> recordings) {
      this.bar = bar;
      this.recordings =
          recordings.training().size()
              + recordings.validationA().size()
              + recordings.validationB().size();
    }

    @Override
    public void recordingRead(String name, int windows) {
      bar.label("reading " + name);
      bar.update(++read, recordings);
    }

    @Override
    public TrainingProgress training(TimeScale scale) {
      return (epoch, maxEpochs, trainingLoss, validationLoss) -> {
        bar.label("training, windows of " + scale);
        bar.update(epoch, maxEpochs);
      };
    }
  }
}
