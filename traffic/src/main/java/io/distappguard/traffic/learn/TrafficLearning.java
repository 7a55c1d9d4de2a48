package io.distappguard.traffic.learn;

import io.distappguard.learning.calibration.Calibration;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.cluster.ChainCluster;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.profile.LearnedCluster;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficProvenance;
import io.distappguard.traffic.profile.TrafficThreshold;
import io.distappguard.traffic.score.ClusterModel;
import io.distappguard.traffic.score.ClusterScore;
import io.distappguard.traffic.score.CountTail;
import io.distappguard.traffic.score.ResidualScales;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.score.TrafficScoring;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.ExternalFeatures;
import io.distappguard.traffic.series.SeriesScaling;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Learns a traffic profile: chains and their clusters from training; a forecaster a cluster from
 * training, stopped by validation A; usual deviations and tails from validation A; the threshold
 * from validation B. Not thread-safe.
 */
public final class TrafficLearning {

  /** Fewer windows for training, or for validation A, say nothing of an application. */
  public static final int FEWEST_WINDOWS = 100;

  /** A daily component needs this many days in one stretch (docs/methods.md, traffic). */
  private static final int FEWEST_CYCLES = 14;

  private static final int CYCLES = 3;

  private final LearningWindows windows;
  private final CalendarCycles cycles;
  private final TrafficConfiguration configuration;
  private final ForecasterTraining forecasting;
  private final TrafficLearningProgress progress;

  /**
   * What came out.
   *
   * @param benign scores of validation B, the largest first
   * @param leftOut chains that nothing was learned from, by recording
   */
  public record Learned(
      TrafficProfile profile, List<BenignScore> benign, List<LearningWindows.LeftOut> leftOut) {

    public Learned {
      benign = List.copyOf(benign);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** A benign window and the cluster that scored most. */
  public record BenignScore(String recording, long startMillis, double score, String because) {}

  private TrafficLearning(
      LearningWindows windows,
      TrafficConfiguration configuration,
      ForecasterTraining forecasting,
      TrafficLearningProgress progress) {
    this.windows = windows;
    this.cycles = windows.cycles();
    this.configuration = configuration;
    this.forecasting = forecasting;
    this.progress = progress;
  }

  /**
   * Learns.
   *
   * @param forecasting trains the forecaster of each cluster
   * @throws TooLittleTrafficException if there is too little to learn from
   * @throws io.distappguard.learning.calibration.TooFewWindowsException if validation B is too
   *     short
   * @throws IOException if a recording cannot be read
   */
  public static Learned learn(
      BenignRecordings<? extends TrafficRecording> recordings,
      TrafficConfiguration configuration,
      ForecasterTraining forecasting,
      TrafficLearningProgress progress)
      throws IOException {
    LearningWindows windows = LearningWindows.read(recordings, configuration, progress);
    return learn(windows, configuration, forecasting, progress);
  }

  /**
   * Learns from windows read before.
   *
   * @param configuration may differ in seed and margin from the one they were read with
   * @throws TooLittleTrafficException if there is too little to learn from
   * @throws io.distappguard.learning.calibration.TooFewWindowsException if validation B is too
   *     short
   */
  public static Learned learn(
      LearningWindows windows,
      TrafficConfiguration configuration,
      ForecasterTraining forecasting,
      TrafficLearningProgress progress) {
    return new TrafficLearning(windows, configuration, forecasting, progress).learn();
  }

  private Learned learn() {
    ChainClusters chains = windows.chains();
    List<RecordedTraffic> training = windows.training();
    List<RecordedTraffic> validationA = windows.validationA();
    List<RecordedTraffic> validationB = windows.validationB();
    requireEnough("training", training);
    requireEnough("validation A", validationA);

    List<LearnedCluster> clusters = new ArrayList<>();
    List<TrafficProvenance.Training> trainings = new ArrayList<>();
    for (int cluster = 0; cluster < chains.clusters().size(); cluster++) {
      progress.training(chains.clusters().get(cluster).name(), cluster, chains.clusters().size());
      LearnedCluster learned = learnCluster(chains, cluster, training, validationA);
      clusters.add(learned);
      trainings.add(
          new TrafficProvenance.Training(learned.name(), parameters(learned.model().forecaster())));
    }
    CountTail rare = CountTail.fit(counts(validationA, true));
    CountTail novel = CountTail.fit(counts(validationA, false));
    List<BenignScore> benign = scoreAll(clusters, rare, novel, validationB);
    Calibration calibration =
        Calibration.of(
            benign.stream().mapToDouble(BenignScore::score).toArray(), Calibration.TARGET_RATE);
    TrafficProfile profile =
        new TrafficProfile(
            configuration,
            dayMillis(),
            cycles,
            chains,
            clusters,
            rare,
            novel,
            CallActivityLearning.of(windows),
            new TrafficThreshold(
                calibration.threshold() + configuration.marginDecades(), calibration),
            new TrafficProvenance("", sources(), trainings));
    benign.sort(Comparator.comparingDouble(BenignScore::score).reversed());
    return new Learned(profile, benign, windows.leftOut());
  }

  private LearnedCluster learnCluster(
      ChainClusters chains,
      int cluster,
      List<RecordedTraffic> training,
      List<RecordedTraffic> validationA) {
    ChainCluster described = chains.clusters().get(cluster);
    int nodes = described.graph().nodes().size();
    Function<TrafficWindow, ClusterWindow> part = window -> window.clusters().get(cluster);
    SeriesScaling scaling = SeriesScaling.fit(SeriesBuilding.windows(training, part), nodes);
    GraphSeries toLearnFrom = SeriesBuilding.series(training, part, scaling, cycles);
    GraphSeries toStopBy = SeriesBuilding.series(validationA, part, scaling, cycles);
    Forecaster forecaster =
        forecasting.train(
            toLearnFrom,
            toStopBy,
            described.graph().adjacency(),
            shape(nodes, toLearnFrom),
            configuration.seed() + cluster);
    ResidualScales usual = usual(forecaster, scaling, toStopBy);
    Residuals residuals = Residuals.of(forecaster, scaling, usual, toStopBy, cycleSteps());
    return LearnedCluster.of(
        described,
        new ClusterModel(scaling, forecaster, usual, residuals.tails()),
        residuals.reference());
  }

  private static ResidualScales usual(
      Forecaster forecaster, SeriesScaling scaling, GraphSeries series) {
    ForecastSamples samples = ForecastSamples.of(series, forecaster.shape());
    List<float[]> residuals = new ArrayList<>();
    for (int sample = 0; sample < samples.count(); sample++) {
      float[] forecast = scaling.possible(forecaster.forecast(samples.forecastInput(sample))[0]);
      float[] residual = new float[forecast.length];
      for (int index = 0; index < residual.length; index++) {
        residual[index] = samples.observed(sample)[0][index] - forecast[index];
      }
      residuals.add(residual);
    }
    return ResidualScales.fit(residuals, scaling);
  }

  private int cycleSteps() {
    return Math.max(1, (int) (dayMillis() / configuration.windowMillis()));
  }

  /**
   * Daily and weekly components only for days of 24 hours, where one stretch holds enough of them.
   */
  private ForecastShape shape(int nodes, GraphSeries series) {
    long day = dayMillis();
    long longest = longestStretch(series) * configuration.windowMillis();
    boolean daily = day == Calendar.UTC.dayMillis() && longest >= FEWEST_CYCLES * day;
    boolean weekly = daily && longest >= FEWEST_CYCLES * 7 * day;
    return new ForecastShape(
        nodes,
        SeriesScaling.FEATURES,
        ExternalFeatures.COUNT,
        configuration.recentSteps(),
        daily ? CYCLES : 0,
        weekly ? CYCLES : 0,
        1);
  }

  private static int parameters(Forecaster forecaster) {
    return forecaster instanceof Astgcn astgcn ? astgcn.parameterCount() : 0;
  }

  private static long longestStretch(GraphSeries series) {
    long longest = 0;
    long length = 0;
    for (int step = 0; step < series.steps(); step++) {
      length = step > 0 && series.stretch()[step] == series.stretch()[step - 1] ? length + 1 : 1;
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private List<BenignScore> scoreAll(
      List<LearnedCluster> clusters,
      CountTail rare,
      CountTail novel,
      List<RecordedTraffic> recorded) {
    List<ClusterModel> models = clusters.stream().map(LearnedCluster::model).toList();
    List<BenignScore> benign = new ArrayList<>();
    for (RecordedTraffic recording : recorded) {
      TrafficScoring scoring =
          new TrafficScoring(
              models,
              rare,
              novel,
              Double.POSITIVE_INFINITY,
              configuration.windowMillis(),
              configuration.deployWidening(),
              recording.recording().calendar(),
              cycles,
              recording.recording().deploys());
      for (TrafficWindow window : recording.windows()) {
        TrafficScore score = scoring.score(window);
        if (score.isScored()) {
          benign.add(
              new BenignScore(
                  recording.recording().name(),
                  window.startMillis(),
                  score.score(),
                  because(score, clusters)));
        }
      }
    }
    return benign;
  }

  private static String because(TrafficScore score, List<LearnedCluster> clusters) {
    if (score.novelStrength() >= score.score()) {
      return "novel chains: " + score.window().novel().counts().keySet();
    }
    if (score.rareStrength() >= score.score()) {
      return "rare chains";
    }
    return score.clusters().stream()
        .max(Comparator.comparingDouble(ClusterScore::strength))
        .map(most -> clusters.get(most.cluster()).name() + " (" + most.track() + ")")
        .orElse("");
  }

  private void requireEnough(String use, List<RecordedTraffic> recorded) {
    long windows = recorded.stream().mapToLong(recording -> recording.windows().size()).sum();
    if (windows < FEWEST_WINDOWS) {
      throw new TooLittleTrafficException(
          use
              + ": "
              + windows
              + " windows of "
              + configuration.windowMillis()
              + " ms with calls (expected: >= "
              + FEWEST_WINDOWS
              + "; record longer)");
    }
  }

  private long dayMillis() {
    for (RecordedTraffic recorded : windows.training()) {
      Calendar calendar = recorded.recording().calendar();
      if (calendar != null) {
        return calendar.dayMillis();
      }
    }
    return 0;
  }

  private static int[] counts(List<RecordedTraffic> recorded, boolean rare) {
    return recorded.stream()
        .flatMap(recording -> recording.windows().stream())
        .mapToInt(window -> rare ? window.rare().chains() : window.novel().chains())
        .toArray();
  }

  private static String productVersion() {
    String version = TrafficLearning.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private List<TrafficProvenance.Source> sources() {
    List<TrafficProvenance.Source> sources = new ArrayList<>();
    addSources("training", windows.training(), sources);
    addSources("training: chains", windows.chainsOnly(), sources);
    addSources("validation A", windows.validationA(), sources);
    addSources("not used: says no day", windows.unused(), sources);
    addSources("validation B", windows.validationB(), sources);
    return sources;
  }

  private static void addSources(
      String use, List<RecordedTraffic> recorded, List<TrafficProvenance.Source> sources) {
    for (RecordedTraffic recording : recorded) {
      sources.add(
          new TrafficProvenance.Source(
              recording.recording().name(),
              recording.recording().sha256(),
              use,
              recording.windows().size(),
              recording.traces()));
    }
  }
}
