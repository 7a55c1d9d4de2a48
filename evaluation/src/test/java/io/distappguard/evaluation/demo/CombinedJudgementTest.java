package io.distappguard.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.AttackRun;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CombinedJudgementTest {

  private final RecordingHeader.Event attack = Runs.event("attack", "flood", 50, 80);

  @Test
  void aRunIsDetectedAsSoonAsTheQuickestDetectorDoes() {
    AttackRun run =
        combined(Runs.run("one", 20, Set.of(14), attack), Runs.run("one", 20, Set.of(11), attack))
            .attacks()
            .getFirst()
            .details()
            .getFirst();

    assertThat(run.delaySeconds()).isEqualTo(10);
    assertThat(run.detectors()).containsExactly("traffic", "behaviour");
  }

  @Test
  void aRunIsDetectedIfOneDetectorDoes() {
    AttackResult result =
        combined(Runs.run("one", 20, Set.of(), attack), Runs.run("one", 20, Set.of(11), attack))
            .attacks()
            .getFirst();

    assertThat(result.runs()).isEqualTo(1);
    assertThat(result.detected()).isEqualTo(1);
    assertThat(result.details().getFirst().missed()).isEmpty();
  }

  @Test
  void whatBothMissedSaysWhyForEach() {
    AttackRun run =
        combined(Runs.run("one", 20, Set.of(), attack), Runs.run("one", 20, Set.of(), attack))
            .attacks()
            .getFirst()
            .details()
            .getFirst();

    assertThat(run.detected()).isFalse();
    assertThat(run.missed()).contains("behaviour: no window", "traffic: no window");
  }

  @Test
  void runsThatOnlyOneDetectorCanLookAtCountBesideTheOthers() {
    AttackResult result =
        combined(Runs.run("one", 20, Set.of(11), attack), Runs.run("two", 20, Set.of(), attack))
            .attacks()
            .getFirst();

    assertThat(result.runs()).isEqualTo(2);
    assertThat(result.detected()).isEqualTo(1);
  }

  @Test
  void benignWindowsAddUpAndHardCasesHappenOnce() {
    RecordingHeader.Event deploy = Runs.event("hard-case", "deploy", 20, 30);
    CombinedJudgement combined =
        combined(Runs.run("one", 20, Set.of(4), deploy), Runs.run("one", 20, Set.of(), deploy));

    assertThat(combined.benign().windows()).isEqualTo(40);
    assertThat(combined.benign().falseAlarms()).isEqualTo(1);
    assertThat(combined.benign().falseAlarmsInWords())
        .singleElement()
        .asString()
        .startsWith("behaviour: one");
    assertThat(combined.hardCases())
        .singleElement()
        .satisfies(hardCase -> {
          assertThat(hardCase.occurrences()).isEqualTo(1);
          assertThat(hardCase.windows()).isEqualTo(8);
          assertThat(hardCase.falseAlarms()).isEqualTo(1);
        });
  }

  private static CombinedJudgement combined(Judgement.Judged behaviour, Judgement.Judged traffic) {
    return new CombinedJudgement(
        List.of(
            new Judgement("behaviour", List.of(behaviour), 0),
            new Judgement("traffic", List.of(traffic), 0)));
  }
}
