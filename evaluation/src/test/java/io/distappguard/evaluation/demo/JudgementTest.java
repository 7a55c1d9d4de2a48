package io.distappguard.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {

  @Test
  void theDelayRunsUntilTheWindowIsJudged() {
    Judgement.Judged run =
        Runs.run("one", 20, Set.of(11), Runs.event("attack", "brute-force", 50, 80));

    assertThat(onlyAttack(run, 0).medianDelaySeconds()).isEqualTo(10);
    assertThat(onlyAttack(run, 10_000).medianDelaySeconds()).isEqualTo(20);
  }

  @Test
  void anAlarmThatIsRaisedAfterTheAttackIsNoDetection() {
    Judgement.Judged run =
        Runs.run("one", 20, Set.of(14), Runs.event("attack", "brute-force", 50, 80));

    assertThat(onlyAttack(run, 0).detected()).isEqualTo(1);
    AttackResult late = onlyAttack(run, 10_000);
    assertThat(late.detected()).isZero();
    assertThat(late.details().getFirst().missed()).contains("first alarm 5.0 s after its end");
  }

  @Test
  void anAlarmFromBeforeTheAttackThatIsRaisedDuringItIsAFalseOne() {
    Judgement judgement =
        new Judgement(
            "traffic",
            List.of(Runs.run("one", 20, Set.of(9), Runs.event("attack", "flood", 50, 80))),
            10_000);

    assertThat(judgement.attacks().getFirst().detected()).isZero();
    assertThat(judgement.benign().falseAlarms()).isEqualTo(1);
    assertThat(judgement.benign().windows()).isEqualTo(10);
  }

  @Test
  void theWeakestAttackAndTheLargestBenignScoreSayHowFarApartTheyAre() {
    Judgement judgement =
        new Judgement(
            "behaviour",
            List.of(
                Runs.run("found", 20, Set.of(2, 11), Runs.event("attack", "flood", 50, 80)),
                Runs.run("missed", 20, Set.of(18), Runs.event("attack", "drip", 50, 80))),
            0);

    assertThat(judgement.weakestAttack()).isEqualTo(0.5);
    assertThat(judgement.largestBenign()).isEqualTo(2);
    assertThat(new Judgement("behaviour", List.of(), 0).weakestAttack()).isZero();
  }

  private static AttackResult onlyAttack(Judgement.Judged run, long delayMillis) {
    return new Judgement("traffic", List.of(run), delayMillis).attacks().getFirst();
  }
}
