package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.ComparatorResult;
import java.util.List;

/**
 * What one scorer reached with one seed.
 *
 * @param recall share of attacked windows that raised an alarm
 * @param weakestAttack see {@link Judgement#weakestAttack}
 * @param largestBenign see {@link Judgement#largestBenign}
 */
record Outcome(
    int detected, int falseAlarms, double recall, double weakestAttack, double largestBenign) {

  static Outcome of(Judgement judgement) {
    List<AttackResult> attacks = judgement.attacks();
    return new Outcome(
        attacks.stream().mapToInt(AttackResult::detected).sum(),
        judgement.benign().falseAlarms(),
        attacks.stream().mapToDouble(AttackResult::windowRecall).average().orElse(0),
        judgement.weakestAttack(),
        judgement.largestBenign());
  }

  /** Mean and standard deviation over seeds. */
  static ComparatorResult summary(
      String detector, String name, int parameters, List<Outcome> outcomes) {
    double[] detected = outcomes.stream().mapToDouble(Outcome::detected).toArray();
    double[] falseAlarms = outcomes.stream().mapToDouble(Outcome::falseAlarms).toArray();
    return new ComparatorResult(
        detector,
        name,
        outcomes.size(),
        mean(detected),
        deviation(detected),
        mean(falseAlarms),
        deviation(falseAlarms),
        outcomes.stream().mapToDouble(Outcome::recall).average().orElse(0),
        outcomes.stream().mapToDouble(Outcome::weakestAttack).average().orElse(0),
        outcomes.stream().mapToDouble(Outcome::largestBenign).average().orElse(0),
        parameters);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  private static double deviation(double[] values) {
    if (values.length < 2) {
      return 0;
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }
}
