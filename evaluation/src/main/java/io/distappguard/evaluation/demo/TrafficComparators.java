package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.comparator.ComparedForecaster;
import io.distappguard.evaluation.comparator.DayPhase;
import io.distappguard.evaluation.comparator.Lstm;
import io.distappguard.evaluation.comparator.Stid;
import io.distappguard.evaluation.comparator.TraceFrequencyDistance;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.demo.DemoResult.ScoredWindow;
import io.distappguard.evaluation.forecast.ChosenOnValidation;
import io.distappguard.evaluation.forecast.Ewma;
import io.distappguard.evaluation.forecast.LastValue;
import io.distappguard.evaluation.forecast.SeasonalMean;
import io.distappguard.evaluation.forecast.WidthScaling;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.astgcn.AstgcnArchitecture;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.RecordedCalls;
import io.distappguard.traffic.learn.RecordedTraffic;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.learn.TrafficReading;
import io.distappguard.traffic.profile.LearnedCluster;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficThreshold;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.score.TrafficScoring;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.TrafficStream;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts other forecasters in the place of ours, and a detector that does not forecast beside it: the
 * same windows and splits, the threshold from validation B by the same rule, without the margin
 * that ours adds.
 */
final class TrafficComparators {

  /** Steps of {@link #plain}. */
  static final int PLAIN = 4;

  /** Steps of {@link #trained} for each seed. */
  static final int TRAINED = 4;

  private static final int MOST_SLOTS = 48;
  private static final int[] WIDTHS = {8, 16, 32};
  private static final int STID_LAYERS = 3;
  private static final double MARGIN = 1;

  private final StudiedRecordings<RecordedCalls> set;
  private final LearningWindows windows;
  private final TrafficConfiguration configuration;
  private final List<RecordedTraffic> tests;

  /** Reads the windows of all tests. */
  TrafficComparators(
      StudiedRecordings<RecordedCalls> set,
      LearningWindows windows,
      TrafficConfiguration configuration)
      throws IOException {
    this.set = set;
    this.windows = windows;
    this.configuration = configuration;
    tests = tests(windows.chains());
  }

  private List<RecordedTraffic> tests(ChainClusters chains) throws IOException {
    TrafficReading reading = new TrafficReading(chains, configuration);
    List<RecordedTraffic> read = new ArrayList<>();
    for (RecordedCalls recording : set.tests()) {
      read.add(reading.windows(recording));
    }
    return read;
  }

  /** Numbers learned, all forecasters of a profile together. */
  static int parameters(TrafficProfile profile) {
    int sum = 0;
    for (LearnedCluster cluster : profile.clusters()) {
      sum += parameters(cluster.model().forecaster());
    }
    return sum;
  }

  private static int parameters(Forecaster forecaster) {
    return switch (forecaster) {
      case Astgcn astgcn -> astgcn.parameterCount();
      case ComparedForecaster compared -> compared.parameters();
      default -> 0;
    };
  }

  /** What a profile reaches on the tests. */
  Outcome outcome(TrafficProfile profile) {
    return outcome(profile, tests);
  }

  /** The same, calibrated as the comparators are. */
  Outcome outcomeWithoutMargin(TrafficProfile profile) {
    Calibration calibration = profile.alarm().calibration();
    return outcome(
        new TrafficProfile(
            profile.configuration(),
            profile.dayMillis(),
            profile.cycles(),
            profile.chains(),
            profile.clusters(),
            profile.rare(),
            profile.novel(),
            profile.activity(),
            new TrafficThreshold(Math.max(1e-6, calibration.threshold()), calibration),
            profile.provenance()));
  }

  /** Comparators that learn nothing at random: one seed says all. */
  List<ComparatorResult> plain(long seed, DetectorStudy.Steps steps) throws IOException {
    List<ComparatorResult> results = new ArrayList<>();
    for (ForecasterTraining forecasting :
        List.of(new LastValue(), new SeasonalMean(dayPhase(), dayMillis()), new Ewma())) {
      steps.step("traffic: " + forecasting.name());
      results.add(compare(windows, tests, forecasting, forecasting.name(), seed, 1));
    }
    steps.step("traffic: trace-frequency distance");
    results.addAll(frequencies());
    return results;
  }

  /**
   * Comparators that train networks.
   *
   * @param budget parameters of our forecasters, which the global model may have too
   */
  List<ComparatorResult> trained(long seed, int seeds, int budget, DetectorStudy.Steps steps)
      throws IOException {
    List<ComparatorResult> results = new ArrayList<>();
    for (ForecasterTraining forecasting : List.of(lstm(), stid(), withoutAttention())) {
      steps.step("traffic: " + forecasting.name());
      results.add(compare(windows, tests, forecasting, forecasting.name(), seed, seeds));
    }
    ForecasterTraining global = new OneModel(budget);
    steps.step("traffic: " + global.name());
    ChainClusters one = windows.chains().asOne();
    LearningWindows all =
        LearningWindows.read(set.benign(), one, configuration, TrafficLearningProgress.SILENT);
    results.add(compare(all, tests(one), global, global.name(), seed, seeds));
    return results;
  }

  private ComparatorResult compare(
      LearningWindows learnedFrom,
      List<RecordedTraffic> tested,
      ForecasterTraining forecasting,
      String name,
      long seed,
      int seeds) {
    List<Outcome> outcomes = new ArrayList<>();
    int parameters = 0;
    for (int index = 0; index < seeds; index++) {
      TrafficProfile profile =
          TrafficLearning.learn(
                  learnedFrom,
                  withoutMargin(seed + index),
                  forecasting,
                  TrafficLearningProgress.SILENT)
              .profile();
      parameters = parameters(profile);
      outcomes.add(outcome(profile, tested));
    }
    return Outcome.summary(TrafficStudy.NAME, name, parameters, outcomes);
  }

  private static TrafficConfiguration withoutMargin(long seed) {
    TrafficConfiguration ours = TrafficConfiguration.standard(seed);
    return new TrafficConfiguration(
        seed,
        ours.windowMillis(),
        ours.watermarkMillis(),
        ours.clustering(),
        ours.recentSteps(),
        MARGIN,
        ours.deployWidening());
  }

  private Outcome outcome(TrafficProfile profile, List<RecordedTraffic> tested) {
    List<Judgement.Judged> judged = new ArrayList<>();
    for (int index = 0; index < tested.size(); index++) {
      judged.add(judged(index, scored(profile, tested.get(index))));
    }
    return outcome(judged);
  }

  private Outcome outcome(List<Judgement.Judged> judged) {
    long delay = TrafficStream.delayMillis(configuration.watermarkMillis());
    return Outcome.of(new Judgement(TrafficStudy.NAME, judged, delay));
  }

  private Judgement.Judged judged(int test, List<ScoredWindow> scored) {
    RecordedCalls recording = set.tests().get(test);
    return new Judgement.Judged(
        new RunResult(recording.name(), "", scored, List.of(), List.of()),
        new GroundTruth(recording.header()));
  }

  private List<ScoredWindow> scored(TrafficProfile profile, RecordedTraffic recorded) {
    TrafficScoring scoring =
        profile.scoring(recorded.recording().calendar(), recorded.recording().deploys());
    List<ScoredWindow> scored = new ArrayList<>();
    for (TrafficWindow window : recorded.windows()) {
      TrafficScore score = scoring.score(window);
      scored.add(scored(window, score.score(), profile.threshold(), score.isScored()));
    }
    return scored;
  }

  private static ScoredWindow scored(
      TrafficWindow window, double score, double threshold, boolean complete) {
    return new ScoredWindow(
        window.startMillis(), window.endMillis(), score / threshold, score > threshold, complete);
  }

  /** Distances of how often chains occur, each by its own rule and by the one ours is set by. */
  private List<ComparatorResult> frequencies() throws IOException {
    WindowFrequencies frequencies = new WindowFrequencies(windows, configuration);
    float[][] training = frequencies.known();
    float[][] validation = frequencies.of(windows.validationB());
    List<float[][]> tested = new ArrayList<>();
    for (RecordedTraffic test : tests) {
      tested.add(frequencies.of(List.of(test)));
    }
    List<ComparatorResult> results = new ArrayList<>();
    for (TraceFrequencyDistance.Distance kind : TraceFrequencyDistance.Distance.values()) {
      TraceFrequencyDistance distance = TraceFrequencyDistance.learn(kind, training);
      double calibrated = distance.calibrated(validation, Calibration.TARGET_RATE).threshold();
      results.add(frequencies(distance, ", mean + 2σ", distance.threshold(), tested));
      results.add(frequencies(distance, ", calibrated as ours", calibrated, tested));
    }
    return results;
  }

  private ComparatorResult frequencies(
      TraceFrequencyDistance distance, String rule, double limit, List<float[][]> tested) {
    double threshold = Math.max(1e-6, limit);
    List<Judgement.Judged> judged = new ArrayList<>();
    for (int test = 0; test < tests.size(); test++) {
      List<TrafficWindow> own = tests.get(test).windows();
      List<ScoredWindow> scored = new ArrayList<>();
      for (int index = 0; index < own.size(); index++) {
        double score = distance.score(tested.get(test)[index]);
        scored.add(scored(own.get(index), score, threshold, index >= configuration.recentSteps()));
      }
      judged.add(judged(test, scored));
    }
    return Outcome.summary(TrafficStudy.NAME, distance.name() + rule, 0, List.of(outcome(judged)));
  }

  private long dayMillis() {
    for (RecordedTraffic recorded : windows.training()) {
      Calendar calendar = recorded.recording().calendar();
      if (calendar != null) {
        return calendar.dayMillis();
      }
    }
    return Calendar.UTC.dayMillis();
  }

  /** External features begin with sine and cosine of the time of day; 0 without a calendar. */
  private DayPhase dayPhase() {
    boolean known =
        windows.training().stream().anyMatch(recorded -> recorded.recording().calendar() != null);
    int slots = (int) Math.clamp(dayMillis() / configuration.windowMillis(), 1, MOST_SLOTS);
    return known ? new DayPhase(0, 1, slots) : DayPhase.NONE;
  }

  private static ForecasterTraining lstm() {
    List<ForecasterTraining> candidates = new ArrayList<>();
    for (int width : WIDTHS) {
      candidates.add(new Lstm(width, AstgcnTraining.Schedule.standard().huberDelta(), training()));
    }
    return new ChosenOnValidation("LSTM", candidates);
  }

  private ForecasterTraining stid() {
    List<ForecasterTraining> candidates = new ArrayList<>();
    for (int width : WIDTHS) {
      candidates.add(
          new Stid(
              width,
              STID_LAYERS,
              dayPhase(),
              AstgcnTraining.Schedule.standard().huberDelta(),
              training()));
    }
    return new ChosenOnValidation("STID", candidates);
  }

  /** As long and as fast as ours. */
  private static TrainingConfiguration training() {
    AstgcnTraining.Schedule ours = AstgcnTraining.Schedule.standard();
    return new TrainingConfiguration(
        0,
        ours.steps(),
        ours.batchSize(),
        ours.learningRate(),
        ours.weightDecay(),
        0,
        ours.patience());
  }

  private static ForecasterTraining withoutAttention() {
    return astgcn(AstgcnArchitecture.standard().withoutAttention());
  }

  /**
   * Ours as one model for all, as wide as a budget allows.
   *
   * @param budget parameters it may have
   */
  private record OneModel(int budget) implements ForecasterTraining {

    @Override
    public String name() {
      return "one global model without clustering";
    }

    @Override
    public Forecaster train(
        GraphSeries training,
        GraphSeries validation,
        float[][] adjacency,
        ForecastShape shape,
        long seed) {
      WidthScaling widths =
          new WidthScaling(
              width -> astgcn(ofWidth(width)),
              (wanted, width) -> ofWidth(width).parameterCount(wanted));
      return widths.within(budget, shape).train(training, validation, adjacency, shape, seed);
    }
  }

  private static AstgcnArchitecture ofWidth(int width) {
    AstgcnArchitecture ours = AstgcnArchitecture.standard();
    return new AstgcnArchitecture(
        ours.blocks(),
        ours.chebyshevTerms(),
        width,
        width,
        ours.externalUnits(),
        ours.attention(),
        ours.residual(),
        ours.layerNorm());
  }

  private static ForecasterTraining astgcn(AstgcnArchitecture architecture) {
    return new AstgcnTraining(
        architecture, AstgcnTraining.Schedule.standard(), TrainingProgress.SILENT);
  }
}
