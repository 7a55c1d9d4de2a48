package io.distappguard.evaluation.forecast;

import io.distappguard.evaluation.comparator.DayPhase;
import io.distappguard.evaluation.comparator.Lstm;
import io.distappguard.evaluation.comparator.Stid;
import io.distappguard.learning.training.TrainingConfiguration;
import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingsByKind;
import io.distappguard.traffic.astgcn.AstgcnArchitecture;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.forecast.ForecasterTraining;
import io.distappguard.traffic.learn.RecordedCalls;
import io.distappguard.traffic.learn.TrafficRecording;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.Calendar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The studies that {@code evaluate forecasting} runs: which data, how split, which forecasters. */
public final class ForecastingStudies {

  private static final TrafficConfiguration PRODUCT = TrafficConfiguration.standard(0);

  /** As in the product, but further ahead. */
  private static final ForecastSpan RANGE_SPAN = new ForecastSpan(PRODUCT.recentSteps(), 0, 0, 3);

  /** A stretch of TrainTicket holds only seventeen of these. */
  private static final long TRAIN_TICKET_WINDOW_MILLIS = 10_000;

  private static final ForecastSpan TRAIN_TICKET_SPAN = new ForecastSpan(6, 0, 0, 3);
  private static final double TRAINING_SHARE = 0.6;
  private static final double VALIDATION_SHARE = 0.2;

  private static final int SLOTS_A_DAY = 24;

  /** External features hold sine and cosine of the day first. */
  private static final DayPhase HOURS = new DayPhase(0, 1, SLOTS_A_DAY);

  private ForecastingStudies() {}

  /**
   * Recordings of one application, by the kind each states: training; validation A to stop and
   * choose by; validation B and benign tests, hard cases included, to measure on.
   *
   * @param folder with a folder a recording
   * @throws IOException if a kind is missing, or a recording cannot be read
   */
  public static ForecastStudy.Request recordings(Path folder, long firstSeed, int seeds)
      throws IOException {
    List<TrafficRecording> training = new ArrayList<>();
    List<TrafficRecording> validation = new ArrayList<>();
    List<TrafficRecording> test = new ArrayList<>();
    for (Path path : RecordingsByKind.below(folder)) {
      Recording recording = Recording.open(path);
      if (!hasCalls(recording)) {
        continue;
      }
      switch (String.valueOf(recording.header().kind())) {
        case "training" -> training.add(new RecordedCalls(recording));
        case "validation-a" -> validation.add(new RecordedCalls(recording));
        case "validation-b", "benign-test" -> test.add(new RecordedCalls(recording));
        default -> {} // attacks are not to be forecast
      }
    }
    requireSome(folder, "training", training);
    requireSome(folder, "validation-a", validation);
    requireSome(folder, "validation-b or benign-test", test);
    String data =
        "%s: %d recordings to learn from, %d of validation A to stop by, %d of validation B and benign tests to measure on."
            .formatted(folder.getFileName(), training.size(), validation.size(), test.size());
    if (training.stream().anyMatch(recording -> recording.calendar() != null)) {
      data += " Those that say no day are used for their chains alone.";
    }
    return request(
        data,
        new BenignRecordings<>(training, validation, test),
        PRODUCT.windowMillis(),
        RANGE_SPAN,
        firstSeed,
        seeds);
  }

  /**
   * TrainTicket of 2023-01-29, split by time: the first 60 % of its stretches to learn from, the
   * next 20 % to stop and choose by, the last 20 % to measure on.
   */
  public static ForecastStudy.Request trainTicket(
      TrainTicket trainTicket, long firstSeed, int seeds) throws IOException {
    List<TrafficRecording> stretches = trainTicket.stretches();
    int training = (int) Math.round(TRAINING_SHARE * stretches.size());
    int validation = (int) Math.round((TRAINING_SHARE + VALIDATION_SHARE) * stretches.size());
    BenignRecordings<TrafficRecording> split =
        new BenignRecordings<>(
            stretches.subList(0, training),
            stretches.subList(training, validation),
            stretches.subList(validation, stretches.size()));
    String data =
        "TrainTicket 2023-01-29: %d stretches of minutes one after another, split by time: %d to learn from (from %s), %d to stop by (from %s), %d to measure on (from %s)."
            .formatted(
                stretches.size(),
                split.training().size(),
                split.training().getFirst().name(),
                split.validationA().size(),
                split.validationA().getFirst().name(),
                split.validationB().size(),
                split.validationB().getFirst().name());
    return request(data, split, TRAIN_TICKET_WINDOW_MILLIS, TRAIN_TICKET_SPAN, firstSeed, seeds);
  }

  private static ForecastStudy.Request request(
      String data,
      BenignRecordings<? extends TrafficRecording> split,
      long windowMillis,
      ForecastSpan span,
      long firstSeed,
      int seeds)
      throws IOException {
    RecordedSeries series = RecordedSeries.read(split, windowMillis);
    Calendar calendar =
        split.training().stream()
            .map(TrafficRecording::calendar)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(Calendar.UTC);
    return new ForecastStudy.Request(
        data,
        series.clusters(),
        series.global(),
        forecasters(calendar.dayMillis()),
        oneModel(),
        span,
        firstSeed,
        seeds);
  }

  /** Ours first. The neural ones learn as long, as fast and by the same loss as ours. */
  private static List<ForecasterTraining> forecasters(long dayMillis) {
    AstgcnTraining.Schedule schedule = AstgcnTraining.Schedule.standard();
    TrainingConfiguration alike =
        new TrainingConfiguration(
            0,
            schedule.steps(),
            schedule.batchSize(),
            schedule.learningRate(),
            schedule.weightDecay(),
            0,
            schedule.patience());
    float delta = schedule.huberDelta();
    return List.of(
        AstgcnTraining.standard(),
        ofArchitecture(AstgcnArchitecture.standard().withoutAttention()),
        new LastValue(),
        new SeasonalMean(HOURS, dayMillis),
        new Ewma(),
        new ChosenOnValidation(
            "LSTM", List.of(new Lstm(8, delta, alike), new Lstm(32, delta, alike))),
        new ChosenOnValidation(
            "STID",
            List.of(new Stid(8, 1, HOURS, delta, alike), new Stid(32, 3, HOURS, delta, alike))));
  }

  private static WidthScaling oneModel() {
    return new WidthScaling(
        width -> ofArchitecture(ofWidth(width)),
        (shape, width) -> ofWidth(width).parameterCount(shape));
  }

  private static AstgcnTraining ofArchitecture(AstgcnArchitecture architecture) {
    return new AstgcnTraining(
        architecture, AstgcnTraining.Schedule.standard(), TrainingProgress.SILENT);
  }

  private static AstgcnArchitecture ofWidth(int width) {
    AstgcnArchitecture ours = AstgcnArchitecture.standard();
    return new AstgcnArchitecture(
        ours.blocks(),
        ours.chebyshevTerms(),
        width,
        width,
        width,
        ours.attention(),
        ours.residual(),
        ours.layerNorm());
  }

  private static boolean hasCalls(Recording recording) {
    return recording.header().files().containsKey("calls.avro")
        && recording.header().files().get("calls.avro").records() > 0;
  }

  private static void requireSome(Path folder, String kind, List<?> recordings) throws IOException {
    if (recordings.isEmpty()) {
      throw new IOException(
          folder + ": no recording of kind " + kind + " with calls (expected: at least one)");
    }
  }
}
