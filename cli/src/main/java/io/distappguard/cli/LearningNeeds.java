package io.distappguard.cli;

import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingKind;
import io.distappguard.telemetry.recording.RecordingsByKind;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a detector needs of each use, and what the recordings hold of it: as many windows as fit
 * between the start of serving and the end, so what learning refuses of them comes off.
 *
 * @param detector what it is called
 * @param holds what it learns from, in the recordings' words
 * @param windowMillis length of a window
 * @param fewest windows of each use
 */
record LearningNeeds(
    String detector, String holds, long windowMillis, Map<RecordingKind, Integer> fewest) {

  static LearningNeeds of(BehaviourConfiguration configuration) {
    return new LearningNeeds(
        "behaviour",
        "exchanges",
        configuration.scales().getFirst().lengthMillis(),
        fewest(configuration.minimumTrainingWindows(), configuration.minimumValidationWindows()));
  }

  static LearningNeeds of(TrafficConfiguration configuration) {
    return new LearningNeeds(
        "traffic",
        "calls",
        configuration.windowMillis(),
        fewest(TrafficLearning.FEWEST_WINDOWS, TrafficLearning.FEWEST_WINDOWS));
  }

  private static Map<RecordingKind, Integer> fewest(int training, int validationA) {
    Map<RecordingKind, Integer> fewest = new TreeMap<>();
    fewest.put(RecordingKind.TRAINING, training);
    fewest.put(RecordingKind.VALIDATION_A, validationA);
    fewest.put(RecordingKind.VALIDATION_B, Calibration.FEWEST_WINDOWS);
    return fewest;
  }

  /** A line for each use. */
  List<String> lines(RecordingsByKind recordings) {
    List<String> lines = new ArrayList<>();
    fewest.forEach((use, needed) -> {
      long windows = windows(recordings.of(use));
      lines.add(
          String.format(
              Locale.ROOT,
              "%-9s  %-12s needs %3d windows of %s (%s), has %d at most (%s) in %s%s",
              detector,
              use.label(),
              needed,
              Text.duration(windowMillis / 1000.0),
              time(needed),
              windows,
              time(windows),
              Text.count(recordings.of(use).size(), "recording"),
              windows < needed ? ": record " + time(needed - windows) + " more" : ""));
    });
    return lines;
  }

  /**
   * Checks that there can be enough.
   *
   * @param all what was named for each use, whatever it holds
   * @param some those of them with something to learn from
   * @throws IOException where there cannot; says what was found instead, and how much is lacking
   */
  void require(RecordingsByKind all, RecordingsByKind some) throws IOException {
    List<String> lacking = new ArrayList<>();
    fewest.forEach((use, needed) -> {
      long windows = windows(some.of(use));
      if (some.of(use).isEmpty() && !all.of(use).isEmpty()) {
        lacking.add(use.label() + " holds no " + holds + ": " + found(all.of(use)));
      } else if (windows < needed) {
        lacking.add(use.label() + " lacks " + time(needed - windows));
      }
    });
    if (!lacking.isEmpty()) {
      throw new IOException(
          "too little to learn "
              + detector
              + " from: "
              + String.join("; ", lacking)
              + " (record longer, or learn the other detector alone with --detector)");
    }
  }

  private static String found(List<Recording> recordings) {
    Recording first = recordings.getFirst();
    return first.name()
        + (first.hasExchanges()
            ? " holds exchanges alone"
            : first.hasCalls() ? " holds calls alone" : " is empty")
        + (recordings.size() > 1 ? ", and " + (recordings.size() - 1) + " more" : "");
  }

  private long windows(List<Recording> recordings) {
    long windows = 0;
    for (Recording recording : recordings) {
      RecordingHeader header = recording.header();
      Long serve = header.serveMillis();
      long start = serve == null ? header.startMillis() : Math.max(serve, header.startMillis());
      windows += Math.max(0, header.endMillis() - start) / windowMillis;
    }
    return windows;
  }

  private String time(long windows) {
    return String.format(Locale.ROOT, "%.1f min", windows * windowMillis / 60_000.0);
  }
}
