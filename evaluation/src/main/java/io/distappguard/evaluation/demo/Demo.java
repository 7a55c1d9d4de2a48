package io.distappguard.evaluation.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.Threshold;
import io.distappguard.evaluation.comparator.DenseAutoencoder;
import io.distappguard.evaluation.comparator.MaxZ;
import io.distappguard.evaluation.comparator.ScorerTraining;
import io.distappguard.evaluation.comparator.UnseenOnly;
import io.distappguard.evaluation.demo.ComparatorStudy.Outcome;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.training.TrainingConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns a profile from a folder of recordings, replays its benign test and attack runs, and
 * compares. Prints nothing: the command does.
 */
public final class Demo {

  private static final String OURS = "microservice-aware autoencoder (ours)";
  private static final String OURS_WITHOUT_MARGIN = "ours, threshold without margin";

  /**
   * What to do.
   *
   * @param recordings folder with one recording a run, sorted by each recording's own kind
   * @param report file to write the HTML report to
   * @param seed first seed of everything random in learning; the profile shown is learned with it
   * @param seeds how many seeds, counting up from the first, all detectors are compared over
   */
  public record Request(Path recordings, Path report, long seed, int seeds) {

    public Request {
      if (seeds < 1) {
        throw new IllegalArgumentException("seeds: " + seeds + " (expected: >= 1)");
      }
    }
  }

  /**
   * What came out.
   *
   * @param text the table for people, lines ended by a newline
   * @param json the same as one object
   */
  public record Result(String text, ObjectNode json) {}

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {

    /** {@code done} of {@code total} steps are behind us, and this is what comes now. */
    void step(String what, int done, int total);
  }

  private final Request request;
  private final Progress progress;
  private int done;
  private int total = 1;

  /** A demo that runs once. */
  public Demo(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Does it all.
   *
   * @throws IOException if a recording cannot be read or the report not be written
   */
  public Result run() throws IOException {
    RecordingSet set = RecordingSet.open(request.recordings());
    total = set.tests().size() + request.seeds() * 5 + 3;
    step("learning from " + set.benign().training().size() + " recordings");
    BehaviourLearning.Learned learned = learn(set, request.seed());
    Judgement judgement = new Judgement(replay(set, learned.profile(), true));
    DemoResult result =
        new DemoResult(
            judgement.attacks(),
            judgement.benign(),
            judgement.hardCases(),
            compare(set, learned.profile(), judgement),
            ProfileFacts.of(learned),
            judgement.runs(),
            RoleTraffic.of(set.benign().training().getFirst()));
    step("writing the report");
    write(request.report(), DemoReport.html(result));
    return new Result(DemoText.of(result, request.report()), DemoJson.of(result));
  }

  private static BehaviourLearning.Learned learn(RecordingSet set, long seed) throws IOException {
    return BehaviourLearning.learn(
        set.benign(), BehaviourConfiguration.standard(seed), LearningProgress.SILENT);
  }

  private List<Judgement.Judged> replay(RecordingSet set, BehaviourProfile profile, boolean told)
      throws IOException {
    List<Judgement.Judged> judged = new ArrayList<>();
    for (ApplicationRecording recording : set.tests()) {
      if (told) {
        step("replaying " + recording.name());
      }
      RunResult run = Replay.of(profile, recording);
      judged.add(new Judgement.Judged(run, new GroundTruth(recording.header())));
    }
    return judged;
  }

  private List<ComparatorResult> compare(
      RecordingSet set, BehaviourProfile profile, Judgement first) throws IOException {
    List<Outcome> ours = new ArrayList<>(List.of(Outcome.of(first)));
    List<Outcome> oursWithoutMargin = new ArrayList<>();
    oursWithoutMargin.add(Outcome.of(new Judgement(replay(set, withoutMargin(profile), false))));
    for (int seed = 1; seed < request.seeds(); seed++) {
      step("our detector with seed " + (request.seed() + seed));
      BehaviourProfile other = learn(set, request.seed() + seed).profile();
      ours.add(Outcome.of(new Judgement(replay(set, other, false))));
      oursWithoutMargin.add(Outcome.of(new Judgement(replay(set, withoutMargin(other), false))));
    }
    int ourParameters = profile.model().scales().getFirst().autoencoder().parameterCount();
    List<ComparatorResult> results = new ArrayList<>();
    results.add(ComparatorStudy.summary(OURS, ourParameters, ours));
    results.add(ComparatorStudy.summary(OURS_WITHOUT_MARGIN, ourParameters, oursWithoutMargin));
    step("reading windows for the comparators");
    ComparatorStudy study = new ComparatorStudy(set, profile);
    for (ScorerTraining comparator : study.comparators()) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int seed = 0; seed < seedsOf(comparator); seed++) {
        step(comparator.name() + ", seed " + (request.seed() + seed));
        TrainingConfiguration training =
            BehaviourConfiguration.standard(request.seed() + seed).training();
        outcomes.add(study.run(comparator, training));
      }
      int parameters = comparator instanceof DenseAutoencoder dense ? dense.parameterCount() : 0;
      results.add(ComparatorStudy.summary(comparator.name(), parameters, outcomes));
    }
    return results;
  }

  /** The same profile, calibrated as the comparators are. */
  private static BehaviourProfile withoutMargin(BehaviourProfile profile) {
    Calibration calibration = profile.alarm().calibration();
    return new BehaviourProfile(
        profile.model(),
        new Threshold(Math.max(1e-6, calibration.threshold()), calibration),
        profile.provenance());
  }

  /** Rules learn nothing at random: one seed says all. */
  private int seedsOf(ScorerTraining comparator) {
    return comparator instanceof MaxZ || comparator instanceof UnseenOnly ? 1 : request.seeds();
  }

  private void step(String what) {
    progress.step(what, Math.min(done++, total), total);
  }

  private static void write(Path report, String html) throws IOException {
    Path temporary = report.resolveSibling(report.getFileName() + ".part");
    Files.writeString(temporary, html);
    Files.move(
        temporary, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
