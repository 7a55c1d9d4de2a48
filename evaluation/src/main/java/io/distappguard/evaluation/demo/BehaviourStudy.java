package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.Threshold;
import io.distappguard.evaluation.comparator.DenseAutoencoder;
import io.distappguard.evaluation.comparator.DenseStructure;
import io.distappguard.evaluation.comparator.MaxZ;
import io.distappguard.evaluation.comparator.ScorerTraining;
import io.distappguard.evaluation.comparator.UnseenOnly;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.training.TrainingConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The behaviour detector on the recordings that hold exchanges. */
final class BehaviourStudy implements DetectorStudy {

  static final String NAME = "behaviour";

  private static final String OURS = "microservice-aware autoencoder (ours)";
  private static final int COMPARATORS = 5;

  private final StudiedRecordings<ApplicationRecording> set;
  private final long firstSeed;
  private final int seeds;
  private final Compared compared;

  BehaviourStudy(RecordingSet set, long firstSeed, int seeds, Compared compared) {
    this.set = StudiedRecordings.of(set.all().withExchanges(), ApplicationRecording::new);
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.compared = compared;
  }

  @Override
  public int steps() {
    int own = 1 + set.tests().size();
    int quick = own + seeds + seeds * COMPARATORS;
    return switch (compared) {
      case NONE -> own;
      case QUICK -> quick;
      case ALL -> quick + seeds * DenseStructure.values().length;
    };
  }

  @Override
  public Studied run(Steps steps) throws IOException {
    steps.step("behaviour: learning from " + set.benign().training().size() + " recordings");
    BehaviourLearning.Learned learned = learn(firstSeed);
    List<Judgement.Judged> judged = new ArrayList<>();
    for (ApplicationRecording recording : set.tests()) {
      steps.step("behaviour: replaying " + recording.name());
      judged.add(replay(learned.profile(), recording));
    }
    Judgement judgement = new Judgement(NAME, judged, 0);
    DetectorResult result =
        new DetectorResult(
            NAME,
            judgement.attacks(),
            judgement.benign(),
            judgement.hardCases(),
            compared == Compared.NONE ? List.of() : compare(learned.profile(), judgement, steps),
            remarks(),
            ProfileFacts.of(learned),
            0,
            judgement.runs());
    return new Studied(
        result, judgement, RoleTraffic.of(set.benign().training().getFirst()), Map.of());
  }

  private List<String> remarks() {
    return switch (compared) {
      case NONE, ALL -> List.of();
      case QUICK ->
          List.of(
              "Not run here, for it takes minutes to train: our detector with a dense autoencoder"
                  + " (demo --full runs it).");
    };
  }

  private BehaviourLearning.Learned learn(long seed) throws IOException {
    return learn(seed, UnaryOperator.identity());
  }

  private BehaviourLearning.Learned learn(long seed, UnaryOperator<BlockStructure> network)
      throws IOException {
    return BehaviourLearning.learn(
        set.benign(), BehaviourConfiguration.standard(seed), network, LearningProgress.SILENT);
  }

  private static Judgement.Judged replay(BehaviourProfile profile, ApplicationRecording recording)
      throws IOException {
    RunResult run = Replay.of(profile, recording);
    return new Judgement.Judged(run, new GroundTruth(recording.header()));
  }

  private Outcome outcome(BehaviourProfile profile) throws IOException {
    List<Judgement.Judged> judged = new ArrayList<>();
    for (ApplicationRecording recording : set.tests()) {
      judged.add(replay(profile, recording));
    }
    return Outcome.of(new Judgement(NAME, judged, 0));
  }

  private List<ComparatorResult> compare(BehaviourProfile profile, Judgement first, Steps steps)
      throws IOException {
    List<Outcome> ours = new ArrayList<>(List.of(Outcome.of(first)));
    List<Outcome> oursWithoutMargin = new ArrayList<>(List.of(outcome(withoutMargin(profile))));
    for (int seed = 1; seed < seeds; seed++) {
      steps.step("behaviour: our detector with seed " + (firstSeed + seed));
      BehaviourProfile other = learn(firstSeed + seed).profile();
      ours.add(outcome(other));
      oursWithoutMargin.add(outcome(withoutMargin(other)));
    }
    List<ComparatorResult> results = new ArrayList<>();
    results.add(Outcome.summary(NAME, OURS, parameters(profile), ours));
    results.add(Outcome.summary(NAME, OURS_WITHOUT_MARGIN, parameters(profile), oursWithoutMargin));
    if (compared == Compared.ALL) {
      for (DenseStructure network : DenseStructure.values()) {
        results.addAll(withNetwork(network, steps));
      }
    }
    steps.step("behaviour: reading windows for the comparators");
    BehaviourComparators comparators = new BehaviourComparators(set, profile);
    for (ScorerTraining comparator : comparators.comparators()) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int seed = 0; seed < seedsOf(comparator); seed++) {
        steps.step("behaviour: " + comparator.name() + ", seed " + (firstSeed + seed));
        TrainingConfiguration training =
            BehaviourConfiguration.standard(firstSeed + seed).training();
        outcomes.add(comparators.run(comparator, training));
      }
      int parameters = comparator instanceof DenseAutoencoder dense ? dense.parameterCount() : 0;
      results.add(Outcome.summary(NAME, comparator.name(), parameters, outcomes));
    }
    return results;
  }

  /** Our detector with a dense autoencoder in our network's place, and all else the same. */
  private List<ComparatorResult> withNetwork(DenseStructure network, Steps steps)
      throws IOException {
    String name = "ours with a " + network.title();
    List<Outcome> outcomes = new ArrayList<>();
    List<Outcome> withoutMargin = new ArrayList<>();
    int parameters = 0;
    for (int seed = 0; seed < seeds; seed++) {
      steps.step("behaviour: " + name + ", seed " + (firstSeed + seed));
      BehaviourProfile profile = learn(firstSeed + seed, network).profile();
      outcomes.add(outcome(profile));
      withoutMargin.add(outcome(withoutMargin(profile)));
      parameters = parameters(profile);
    }
    return List.of(
        Outcome.summary(NAME, name, parameters, outcomes),
        Outcome.summary(NAME, "the same, threshold without margin", parameters, withoutMargin));
  }

  private static int parameters(BehaviourProfile profile) {
    return profile.model().scales().getFirst().autoencoder().parameterCount();
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
    return comparator instanceof MaxZ || comparator instanceof UnseenOnly ? 1 : seeds;
  }
}
