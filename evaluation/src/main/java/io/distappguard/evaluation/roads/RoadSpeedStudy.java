package io.distappguard.evaluation.roads;

import io.distappguard.learning.training.TrainingProgress;
import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.astgcn.AstgcnArchitecture;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.GraphSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Our forecaster against persistence on road speeds, judged as T-GCN's authors do: the last fifth
 * is the test, an hour of five-minute steps goes in, and the error is over all steps up to 15, 30
 * and 60 minutes ahead. Training is stopped by the last day before the test; nothing is chosen by
 * the test.
 */
public final class RoadSpeedStudy {

  private static final double TRAINING_SHARE = 0.8;
  private static final int VALIDATION_STEPS = 288; // a day: each hour of it counts
  private static final int RECENT = 12;
  private static final int HORIZON = 12;
  private static final int[] AHEAD = {3, 6, 12};
  private static final AstgcnArchitecture ARCHITECTURE = AstgcnArchitecture.standard();
  private static final AstgcnTraining.Schedule SCHEDULE =
      new AstgcnTraining.Schedule(270, 16, 1e-2, 1e-3, 2, 0.5f);

  private final RoadSpeeds roads;
  private final Progress progress;
  private final int testFrom;
  private final int validationFrom;
  private final double mean;
  private final double scale;
  private final float[][] scaled;

  /** Told on the thread that works how far it is. */
  @FunctionalInterface
  public interface Progress {

    /**
     * A part is done.
     *
     * @param total parts; may fall where training stops early
     */
    void done(String what, long done, long total);
  }

  private RoadSpeedStudy(RoadSpeeds roads, Progress progress) {
    this.roads = roads;
    this.progress = progress;
    int steps = roads.speeds().length;
    testFrom = (int) (steps * TRAINING_SHARE);
    validationFrom = testFrom - VALIDATION_STEPS;
    if (validationFrom < 2 * VALIDATION_STEPS || steps - testFrom < RECENT + HORIZON) {
      throw new IllegalArgumentException(
          "speeds: " + steps + " steps (expected: five days of five minutes at least)");
    }
    double sum = 0;
    double squares = 0;
    for (int step = 0; step < validationFrom; step++) {
      for (float speed : roads.speeds()[step]) {
        sum += speed;
        squares += (double) speed * speed;
      }
    }
    double count = (double) validationFrom * roads.sensors();
    mean = sum / count;
    scale = Math.max(1e-6, Math.sqrt(squares / count - mean * mean));
    scaled = new float[steps][roads.sensors()];
    for (int step = 0; step < steps; step++) {
      for (int sensor = 0; sensor < roads.sensors(); sensor++) {
        scaled[step][sensor] = (float) ((roads.speeds()[step][sensor] - mean) / scale);
      }
    }
  }

  /**
   * Reads the data, trains once a seed and judges.
   *
   * @throws IOException if a file is missing or holds something else
   */
  public static RoadSpeedResult run(Path folder, List<Long> seeds, Progress progress)
      throws IOException {
    return new RoadSpeedStudy(RoadSpeeds.read(folder), progress).run(seeds);
  }

  private RoadSpeedResult run(List<Long> seeds) {
    ForecastScore.Forecasts persistence =
        step -> {
          float[][] forecast = new float[HORIZON][];
          Arrays.fill(forecast, roads.speeds()[step - 1]);
          return forecast;
        };
    List<RoadSpeedResult.Row> rows = new ArrayList<>();
    rows.add(judged("persistence", persistence));
    for (int index = 0; index < seeds.size(); index++) {
      Astgcn astgcn = train(seeds.get(index), index, seeds.size());
      rows.add(judged("ASTGCN, seed " + seeds.get(index), remembering(astgcn)));
    }
    return new RoadSpeedResult(rows);
  }

  private Astgcn train(long seed, int index, int seeds) {
    ForecastShape shape = new ForecastShape(roads.sensors(), 1, 0, RECENT, 0, 0, HORIZON);
    TrainingProgress epochs =
        (epoch, maxEpochs, trainingLoss, validationLoss) ->
            progress.done(
                "seed " + seed, (long) index * maxEpochs + epoch, (long) seeds * maxEpochs);
    return new AstgcnTraining(ARCHITECTURE, SCHEDULE, epochs)
        .train(
            series(0, validationFrom),
            series(validationFrom - RECENT, testFrom),
            roads.adjacency(),
            shape,
            seed);
  }

  private GraphSeries series(int from, int to) {
    long[] starts = new long[to - from];
    Arrays.setAll(starts, step -> (from + step) * RoadSpeeds.STEP_MILLIS);
    return new GraphSeries(
        roads.sensors(),
        1,
        0,
        starts,
        Arrays.copyOfRange(scaled, from, to),
        new float[to - from][0],
        new int[to - from]);
  }

  /** Forecasts in miles an hour; each is asked for several times. */
  private ForecastScore.Forecasts remembering(Astgcn astgcn) {
    float[][][] known = new float[scaled.length + 1][][];
    return step -> {
      if (known[step] == null) {
        float[][] forecast =
            astgcn.forecast(
                new ForecastInput(
                    Arrays.copyOfRange(scaled, step - RECENT, step),
                    new float[0][],
                    new float[0][],
                    new float[HORIZON][0]));
        for (float[] row : forecast) {
          for (int sensor = 0; sensor < row.length; sensor++) {
            row[sensor] = (float) (row[sensor] * scale + mean);
          }
        }
        known[step] = forecast;
      }
      return known[step];
    };
  }

  private RoadSpeedResult.Row judged(String name, ForecastScore.Forecasts forecasts) {
    List<RoadSpeedResult.Ahead> scores = new ArrayList<>();
    for (int ahead : AHEAD) {
      scores.add(
          new RoadSpeedResult.Ahead(
              ahead * 5, score(forecasts, ahead, false), score(forecasts, ahead, true)));
    }
    return new RoadSpeedResult.Row(name, scores);
  }

  private ForecastScore score(ForecastScore.Forecasts forecasts, int ahead, boolean last) {
    return ForecastScore.of(
        forecasts, roads.speeds(), testFrom, roads.speeds().length, RECENT, ahead, last);
  }
}
