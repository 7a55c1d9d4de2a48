package io.distappguard.cli;

import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.BenignRecordings;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.ProfileFolder;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.telemetry.recording.RecordingsByKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code distappguard learn}. */
@Command(
    name = "learn",
    description =
        "Learns the profile of an application from benign recordings. Training gives roles,"
            + " vocabulary and weights; validation A says when to stop; validation B sets the"
            + " threshold, and with it the false-alarm rate the profile can promise.",
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

  @Option(names = "--json", description = "Print what was learned as one JSON object.")
  private boolean json;

  LearnCommand(DistAppGuard root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    ApplicationProfile.requirePlace(profile);
    RecordingsByKind sorted =
        new LearningFolders(training, validationA, validationB, folders).sort(root::note);
    String application = sorted.application();
    BenignRecordings recordings = BenignRecordings.of(sorted);
    BehaviourLearning.Learned learned;
    try (ProgressBar bar = root.progressBar("reading", ProgressBar.Unit.STEPS)) {
      learned =
          BehaviourLearning.learn(
              recordings, BehaviourConfiguration.standard(seed), new Shown(bar, recordings));
    }
    ApplicationProfile.write(
        profile,
        application,
        sorted.all().stream()
            .map(recording -> new ApplicationProfile.Source(recording.name(), recording.sha256()))
            .toList(),
        List.of(ProfileFolder.part(learned.profile())));
    if (json) {
      root.console().out().println(Json.indented(learned.report()));
    } else {
      root.console().out().print(LearningText.of(learned.report()));
      root.console().out().println();
      root.console().out().println("Written to " + profile);
    }
    return ExitCode.DONE;
  }

  /** Recordings read, then epochs trained. */
  private static final class Shown implements LearningProgress {

    private final ProgressBar bar;
    private final int recordings;
    private int read;

    Shown(ProgressBar bar, BenignRecordings recordings) {
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
