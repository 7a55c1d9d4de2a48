package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.generated.Replayed;
import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.telemetry.recording.BenignRecordings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that ran before the watching began is not being deployed. */
class SteadyRecordingTest {

  private final BehaviourProfile profile = LearnedApplication.learned().profile();

  @Test
  void everyWindowIsJudged() {
    Detections detections =
        Detections.of(profile, new Replayed(new GeneratedApplication("benign", 11, 600)).from(300));

    assertThat(detections.scores)
        .hasSize(60)
        .allSatisfy(score -> assertThat(score.state()).isEqualTo(WindowScore.State.SCORED));
    assertThat(detections.notJudged).isEmpty();
    assertThat(detections.anomalies).isEmpty();
  }

  @Test
  void anAttackInTheFirstWindowIsFound() {
    Detections detections =
        Detections.of(
            profile,
            new Replayed(new GeneratedApplication("theft", 12, 500).exfiltration(400, 460))
                .from(400));

    assertThat(detections.between(400, 405)).isNotEmpty();
    assertThat(detections.between(400, 405).getFirst().roleScores()).containsKey("user");
  }

  @Test
  void aRoleThatIdlesHoldsNothingBack() {
    Detections detections =
        Detections.of(
            profile,
            new Replayed(new GeneratedApplication("benign", 11, 500))
                .from(300)
                .silent((role, second) -> role.equals("media") && second < 400));

    assertThat(detections.scores)
        .allSatisfy(score -> assertThat(score.state()).isEqualTo(WindowScore.State.SCORED));
    assertThat(detections.scores)
        .allSatisfy(score -> assertThat(score.unknownStartUps()).isEmpty());
  }

  @Test
  void aRestartInItIsAStartUpAllTheSame() {
    Detections detections =
        Detections.of(
            profile,
            new Replayed(
                    new GeneratedApplication("early", 16, 600)
                        .restarted("user", 400)
                        .exfiltration(412, 420))
                .from(300));

    assertThat(detections.between(412, 420)).isNotEmpty();
    assertThat(detections.between(412, 420).getFirst().evidence())
        .anySatisfy(
            evidence -> assertThat(evidence.sentence()).startsWith("while starting, user-1"));
  }

  @Test
  void aDeploymentIsToldAsOneStretch() {
    Detections detections = Detections.of(profile, new GeneratedApplication("benign", 11, 300));

    assertThat(detections.notJudged).hasSize(1);
    Stretch stretch = detections.notJudged.getFirst();
    assertThat(stretch.startMillis()).isEqualTo(detections.scores.getFirst().startMillis());
    assertThat(stretch.endMillis())
        .isEqualTo(
            detections.scores.stream()
                .filter(score -> score.state() == WindowScore.State.SCORED)
                .findFirst()
                .orElseThrow()
                .startMillis());
    assertThat(stretch.reason()).contains("deployed");
  }

  @Test
  void steadyRecordingsAreLearnedWholeAndTeachNoStartUps() throws IOException {
    BehaviourLearning.Learned learned =
        BehaviourLearning.learn(
            new BenignRecordings<>(
                List.of(new Replayed(new GeneratedApplication("training", 1, 1200)).from(300)),
                List.of(new Replayed(new GeneratedApplication("a", 3, 600)).from(300)),
                List.of(new Replayed(new GeneratedApplication("b", 4, 600)).from(300))),
            BehaviourConfiguration.standard(7),
            LearningProgress.SILENT);

    assertThat(learned.profile().model().startUps().roles()).isEmpty();
    assertThat(learned.profile().provenance().windowsRefused()).isEmpty();
    assertThat(learned.profile().provenance().windowsUsed()).isEqualTo(180);
    assertThat(learned.profile().alarm().calibration().windows()).isEqualTo(60);
  }
}
