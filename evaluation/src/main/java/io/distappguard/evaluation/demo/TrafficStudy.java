package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.TrafficReplay.Replayed;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.RecordedCalls;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.TrafficStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The traffic detector on the recordings that hold calls. */
final class TrafficStudy implements DetectorStudy {

  static final String NAME = "traffic";

  private static final String OURS = "ASTGCN a cluster (ours)";

  private final StudiedRecordings<RecordedCalls> set;
  private final long firstSeed;
  private final int seeds;
  private final Compared compared;
  private final TrafficConfiguration configuration;

  TrafficStudy(RecordingSet set, long firstSeed, int seeds, Compared compared) {
    this.set = StudiedRecordings.of(set.all().withCalls(), RecordedCalls::new);
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.compared = compared;
    configuration = TrafficConfiguration.standard(firstSeed);
  }

  @Override
  public int steps() {
    int own = 2 + set.tests().size();
    return switch (compared) {
      case NONE -> own;
      case QUICK -> own + seeds + TrafficComparators.PLAIN;
      case ALL -> own + seeds + TrafficComparators.PLAIN + seeds * TrafficComparators.TRAINED;
    };
  }

  @Override
  public Studied run(Steps steps) throws IOException {
    steps.step("traffic: reading " + set.benign().training().size() + " recordings to learn from");
    LearningWindows windows =
        LearningWindows.read(set.benign(), configuration, TrafficLearningProgress.SILENT);
    steps.step("traffic: learning " + windows.chains().clusters().size() + " clusters of chains");
    TrafficLearning.Learned learned = learn(windows, firstSeed);
    long delay = TrafficStream.delayMillis(configuration.watermarkMillis());
    List<Judgement.Judged> judged = new ArrayList<>();
    Map<String, List<ForecastTrack>> forecasts = new HashMap<>();
    for (RecordedCalls recording : set.tests()) {
      steps.step("traffic: replaying " + recording.name());
      Replayed replayed = TrafficReplay.of(learned.profile(), recording);
      judged.add(new Judgement.Judged(replayed.run(), new GroundTruth(recording.header())));
      forecasts.put(recording.name(), replayed.tracks());
    }
    Judgement judgement = new Judgement(NAME, judged, delay);
    DetectorResult result =
        new DetectorResult(
            NAME,
            judgement.attacks(),
            judgement.benign(),
            judgement.hardCases(),
            compared == Compared.NONE
                ? List.of()
                : compare(windows, learned, Outcome.of(judgement), steps),
            remarks(),
            ProfileFacts.of(learned),
            delay,
            judgement.runs());
    return new Studied(result, judgement, List.of(), forecasts);
  }

  private TrafficLearning.Learned learn(LearningWindows windows, long seed) {
    return TrafficLearning.learn(
        windows,
        TrafficConfiguration.standard(seed),
        AstgcnTraining.standard(),
        TrafficLearningProgress.SILENT);
  }

  private List<String> remarks() {
    return switch (compared) {
      case NONE -> List.of();
      case QUICK ->
          List.of(
              "Not run here, for they take minutes to train: LSTM, STID, ASTGCN without attention,"
                  + " one global model (demo --full runs them).");
      case ALL -> List.of();
    };
  }

  private List<ComparatorResult> compare(
      LearningWindows windows, TrafficLearning.Learned learned, Outcome first, Steps steps)
      throws IOException {
    TrafficComparators comparators = new TrafficComparators(set, windows, configuration);
    List<Outcome> ours = new ArrayList<>(List.of(first));
    List<Outcome> oursWithoutMargin = new ArrayList<>();
    oursWithoutMargin.add(comparators.outcomeWithoutMargin(learned.profile()));
    for (int seed = 1; seed < seeds; seed++) {
      steps.step("traffic: our detector with seed " + (firstSeed + seed));
      TrafficLearning.Learned other = learn(windows, firstSeed + seed);
      ours.add(comparators.outcome(other.profile()));
      oursWithoutMargin.add(comparators.outcomeWithoutMargin(other.profile()));
    }
    int parameters = TrafficComparators.parameters(learned.profile());
    List<ComparatorResult> results = new ArrayList<>();
    results.add(Outcome.summary(NAME, OURS, parameters, ours));
    results.add(Outcome.summary(NAME, OURS_WITHOUT_MARGIN, parameters, oursWithoutMargin));
    results.addAll(comparators.plain(firstSeed, steps));
    if (compared == Compared.ALL) {
      results.addAll(comparators.trained(firstSeed, seeds, parameters, steps));
    }
    return results;
  }
}
