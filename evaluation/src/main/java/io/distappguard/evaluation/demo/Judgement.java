package io.distappguard.evaluation.demo;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.BenignResult;
import io.distappguard.evaluation.demo.DemoResult.HardCaseResult;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.demo.DemoResult.ScoredWindow;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.calibration.FalseAlarmRate;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds scored runs against their ground truth. The unit of detection is the run (docs/methods.md,
 * evaluation): a run is detected if a window that ended, and was judged, while the attack went on
 * raised an alarm.
 */
final class Judgement {

  private static final double MILLIS_A_DAY = 86_400_000;

  /** A run, its scored windows and its truth. */
  record Judged(RunResult run, GroundTruth truth) {}

  private final String detector;
  private final List<Judged> runs;
  private final long delayMillis;

  /**
   * What a detector said of some runs.
   *
   * @param delayMillis how long after its end it judges a window
   */
  Judgement(String detector, List<Judged> runs, long delayMillis) {
    this.detector = detector;
    this.runs = List.copyOf(runs);
    this.delayMillis = delayMillis;
  }

  String detector() {
    return detector;
  }

  List<RunResult> runs() {
    return runs.stream().map(Judged::run).toList();
  }

  List<AttackResult> attacks() {
    Map<String, List<AttackRun>> details = new TreeMap<>();
    Map<String, int[]> attacked = new TreeMap<>();
    Map<String, String> evidence = new TreeMap<>();
    for (Judged judged : runs) {
      for (RecordingHeader.Event attack : judged.truth().attacks()) {
        AttackRun detail = judge(judged, attack);
        details.computeIfAbsent(attack.name(), name -> new ArrayList<>()).add(detail);
        count(judged, attack, attacked.computeIfAbsent(attack.name(), name -> new int[2]));
        Anomaly first = firstDuring(judged, attack);
        if (first != null && !first.evidence().isEmpty()) {
          evidence.putIfAbsent(attack.name(), first.evidence().getFirst().sentence());
        }
      }
    }
    List<AttackResult> results = new ArrayList<>();
    details.forEach((name, ofName) -> {
      List<Double> delays = new ArrayList<>();
      for (AttackRun run : ofName) {
        Double delay = run.delaySeconds();
        if (delay != null) {
          delays.add(delay);
        }
      }
      int[] windows = attacked.getOrDefault(name, new int[2]);
      results.add(
          new AttackResult(
              name,
              ofName.size(),
              delays.size(),
              median(delays),
              windows[1] == 0 ? 0 : (double) windows[0] / windows[1],
              evidence.getOrDefault(name, "–"),
              List.copyOf(ofName)));
    });
    return results;
  }

  /**
   * The largest score while an attack went on, in multiples of the threshold, of the attack where
   * it is least; 0 without attacks.
   */
  double weakestAttack() {
    return runs.stream()
        .flatMap(judged ->
            judged.truth().attacks().stream().map(attack -> strongestDuring(judged, attack)))
        .min(Comparator.naturalOrder())
        .orElse(0.0);
  }

  private double strongestDuring(Judged judged, RecordingHeader.Event attack) {
    double strongest = 0;
    for (ScoredWindow window : judged.run().windows()) {
      if (GroundTruth.raisedDuring(attack, window.endMillis(), delayMillis)) {
        strongest = Math.max(strongest, window.score());
      }
    }
    return strongest;
  }

  /** The largest score of a benign window, in multiples of the threshold. */
  double largestBenign() {
    double largest = 0;
    for (Judged judged : runs) {
      for (ScoredWindow window : judged.run().windows()) {
        if (window.complete() && judged.truth().benign(window.startMillis(), window.endMillis())) {
          largest = Math.max(largest, window.score());
        }
      }
    }
    return largest;
  }

  private AttackRun judge(Judged judged, RecordingHeader.Event attack) {
    for (ScoredWindow window : judged.run().windows()) {
      if (window.alarm() && GroundTruth.raisedDuring(attack, window.endMillis(), delayMillis)) {
        double delay = (window.endMillis() + delayMillis - attack.startMillis()) / 1e3;
        return new AttackRun(judged.run().name(), true, delay, List.of(detector), "");
      }
    }
    String why =
        String.format(
            Locale.ROOT,
            "no window above the threshold; the strongest had %.2f of it",
            strongestDuring(judged, attack));
    for (ScoredWindow window : judged.run().windows()) {
      long judgedMillis = window.endMillis() + delayMillis;
      if (window.alarm() && judgedMillis > attack.endMillis()) {
        double late = (judgedMillis - attack.endMillis()) / 1e3;
        why += String.format(Locale.ROOT, "; first alarm %.1f s after its end", late);
        break;
      }
    }
    return new AttackRun(judged.run().name(), false, null, List.of(), why);
  }

  /** Adds alarmed and all windows wholly within the attack. */
  private static void count(Judged judged, RecordingHeader.Event attack, int[] windows) {
    for (ScoredWindow window : judged.run().windows()) {
      if (GroundTruth.whollyWithin(attack, window.startMillis(), window.endMillis())) {
        windows[0] += window.alarm() ? 1 : 0;
        windows[1]++;
      }
    }
  }

  private @Nullable Anomaly firstDuring(Judged judged, RecordingHeader.Event attack) {
    for (Anomaly anomaly : judged.run().anomalies()) {
      if (GroundTruth.raisedDuring(attack, anomaly.endMillis(), delayMillis)) {
        return anomaly;
      }
    }
    return null;
  }

  BenignResult benign() {
    int windows = 0;
    int alarms = 0;
    long millis = 0;
    List<String> words = new ArrayList<>();
    for (Judged judged : runs) {
      for (ScoredWindow window : judged.run().windows()) {
        if (window.complete() && judged.truth().benign(window.startMillis(), window.endMillis())) {
          windows++;
          millis += window.endMillis() - window.startMillis();
          if (window.alarm()) {
            alarms++;
            words.add(inWords(judged, window));
          }
        }
      }
    }
    double upper =
        windows == 0 ? 1 : new FalseAlarmRate(alarms, windows).upperBound(Calibration.CONFIDENCE);
    return new BenignResult(
        windows, alarms, upper, millis == 0 ? 0 : alarms * MILLIS_A_DAY / millis, words);
  }

  private static String inWords(Judged judged, ScoredWindow window) {
    String evidence = "";
    for (Anomaly anomaly : judged.run().anomalies()) {
      if (anomaly.startMillis() == window.startMillis() && !anomaly.evidence().isEmpty()) {
        evidence = ": " + anomaly.evidence().getFirst().sentence();
      }
    }
    long begin = judged.run().windows().getFirst().startMillis();
    return String.format(
        Locale.ROOT,
        "%s, %d s into the run, %.1f times the threshold%s",
        judged.run().name(),
        (window.startMillis() - begin) / 1000,
        window.score(),
        evidence);
  }

  /** Hard cases of all runs. */
  Set<Occurrence> occurrences() {
    Set<Occurrence> occurrences = new HashSet<>();
    for (Judged judged : runs) {
      for (RecordingHeader.Event hardCase : judged.truth().hardCases()) {
        occurrences.add(
            new Occurrence(hardCase.name(), judged.run().name(), hardCase.startMillis()));
      }
    }
    return occurrences;
  }

  /** A hard case that happened in a run. */
  record Occurrence(String hardCase, String run, long startMillis) {}

  List<HardCaseResult> hardCases() {
    Map<String, int[]> counts = new TreeMap<>();
    for (Judged judged : runs) {
      for (RecordingHeader.Event hardCase : judged.truth().hardCases()) {
        int[] count = counts.computeIfAbsent(hardCase.name(), name -> new int[3]);
        count[0]++;
        for (ScoredWindow window : judged.run().windows()) {
          if (window.complete()
              && GroundTruth.within(hardCase, window.startMillis(), window.endMillis())
              && judged.truth().benign(window.startMillis(), window.endMillis())) {
            count[1]++;
            count[2] += window.alarm() ? 1 : 0;
          }
        }
      }
    }
    List<HardCaseResult> results = new ArrayList<>();
    counts.forEach(
        (name, count) -> results.add(new HardCaseResult(name, count[0], count[1], count[2])));
    return results;
  }

  static @Nullable Double median(List<Double> values) {
    if (values.isEmpty()) {
      return null;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
