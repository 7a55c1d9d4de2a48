package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.evaluation.demo.DemoResult.BenignResult;
import io.distappguard.evaluation.demo.DemoResult.HardCaseResult;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.calibration.FalseAlarmRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What several detectors found together: a run is detected if any of them did, as soon as the
 * quickest did; their benign windows and false alarms add up, for each alarm is one that a person
 * has to look at.
 */
final class CombinedJudgement {

  private final List<Judgement> judgements;

  CombinedJudgement(List<Judgement> judgements) {
    this.judgements = List.copyOf(judgements);
  }

  List<AttackResult> attacks() {
    Map<String, List<Named>> byAttack = new TreeMap<>();
    for (Judgement judgement : judgements) {
      for (AttackResult attack : judgement.attacks()) {
        byAttack
            .computeIfAbsent(attack.name(), name -> new ArrayList<>())
            .add(new Named(judgement.detector(), attack));
      }
    }
    List<AttackResult> combined = new ArrayList<>();
    byAttack.forEach((name, results) -> combined.add(combine(name, results)));
    return combined;
  }

  private record Named(String detector, AttackResult attack) {}

  private AttackResult combine(String name, List<Named> results) {
    List<AttackRun> runs = runs(results);
    List<Double> delays = new ArrayList<>();
    for (AttackRun run : runs) {
      Double delay = run.delaySeconds();
      if (delay != null) {
        delays.add(delay);
      }
    }
    Named best =
        results.stream()
            .min(
                Comparator.comparingInt((Named result) -> -result.attack().detected())
                    .thenComparingDouble(result -> medianDelay(result.attack())))
            .orElseThrow();
    return new AttackResult(
        name,
        runs.size(),
        delays.size(),
        Judgement.median(delays),
        results.stream().mapToDouble(result -> result.attack().windowRecall()).max().orElse(0),
        best.attack().detected() == 0
            ? best.attack().topEvidence()
            : prefix(best.detector()) + best.attack().topEvidence(),
        runs);
  }

  /** The runs of one attack; a run may be attacked several times, in the order of time. */
  private List<AttackRun> runs(List<Named> results) {
    Map<String, List<AttackRun>> byRun = new LinkedHashMap<>();
    for (Named result : results) {
      Map<String, Integer> times = new HashMap<>();
      for (AttackRun run : result.attack().details()) {
        AttackRun named =
            new AttackRun(
                run.run(),
                run.detected(),
                run.delaySeconds(),
                run.detectors(),
                run.detected() ? "" : prefix(result.detector()) + run.missed());
        int time = times.merge(run.run(), 1, Integer::sum);
        byRun.computeIfAbsent(run.run() + " " + time, key -> new ArrayList<>()).add(named);
      }
    }
    return byRun.values().stream().map(CombinedJudgement::combine).toList();
  }

  private static AttackRun combine(List<AttackRun> views) {
    List<AttackRun> detected =
        views.stream()
            .filter(view -> view.delaySeconds() != null)
            .sorted(Comparator.comparingDouble(CombinedJudgement::delay))
            .toList();
    if (detected.isEmpty()) {
      String missed = String.join("; ", views.stream().map(AttackRun::missed).toList());
      return new AttackRun(views.getFirst().run(), false, null, List.of(), missed);
    }
    return new AttackRun(
        detected.getFirst().run(),
        true,
        detected.getFirst().delaySeconds(),
        detected.stream().flatMap(view -> view.detectors().stream()).toList(),
        "");
  }

  private static double medianDelay(AttackResult attack) {
    Double delay = attack.medianDelaySeconds();
    return delay == null ? Double.POSITIVE_INFINITY : delay;
  }

  private static double delay(AttackRun run) {
    Double delay = run.delaySeconds();
    return delay == null ? Double.POSITIVE_INFINITY : delay;
  }

  BenignResult benign() {
    int windows = 0;
    int falseAlarms = 0;
    double perDay = 0;
    List<String> words = new ArrayList<>();
    for (Judgement judgement : judgements) {
      BenignResult benign = judgement.benign();
      windows += benign.windows();
      falseAlarms += benign.falseAlarms();
      perDay += benign.perDay();
      benign.falseAlarmsInWords().forEach(alarm -> words.add(prefix(judgement.detector()) + alarm));
    }
    double upper =
        windows == 0
            ? 1
            : new FalseAlarmRate(falseAlarms, windows).upperBound(Calibration.CONFIDENCE);
    return new BenignResult(windows, falseAlarms, upper, perDay, words);
  }

  List<HardCaseResult> hardCases() {
    Set<Judgement.Occurrence> occurrences = new HashSet<>();
    Map<String, int[]> counts = new TreeMap<>();
    for (Judgement judgement : judgements) {
      occurrences.addAll(judgement.occurrences());
      for (HardCaseResult hardCase : judgement.hardCases()) {
        int[] count = counts.computeIfAbsent(hardCase.name(), name -> new int[2]);
        count[0] += hardCase.windows();
        count[1] += hardCase.falseAlarms();
      }
    }
    List<HardCaseResult> results = new ArrayList<>();
    counts.forEach((name, count) -> {
      long times =
          occurrences.stream().filter(occurrence -> occurrence.hardCase().equals(name)).count();
      results.add(new HardCaseResult(name, Math.toIntExact(times), count[0], count[1]));
    });
    return results;
  }

  private String prefix(String detector) {
    return judgements.size() > 1 ? detector + ": " : "";
  }
}
