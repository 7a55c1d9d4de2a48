package io.distappguard.behaviour.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.learning.calibration.TooFewWindowsException;
import io.distappguard.telemetry.recording.BenignRecordings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourLearningTest {

  @Test
  void reportTellsWhatWasLearnedAndWhatWasRefused() {
    LearningReport report = LearnedApplication.learned().report();
    assertThat(report.roles())
        .extracting(LearningReport.RoleSummary::role)
        .containsExactly(
            "gateway", "media", "nginx", "post-storage", "postgres", "redis", "text", "user");
    assertThat(report.roles().get(3).containers()).isEqualTo(2);
    assertThat(report.recordings().get(0).refused()).containsKey("deployment");
    assertThat(report.recordings())
        .allSatisfy(recording ->
            assertThat(
                    recording.used() + recording.refused().values().stream().mapToInt(i -> i).sum())
                .isEqualTo(recording.windows()));
    assertThat(report.promise()).contains("95 % confidence").contains("29,956 windows");
    assertThat(report.trainings().getFirst().trainingLosses()).isNotEmpty();
  }

  @Test
  void namesThatUsersGaveAreOneFile() {
    assertThat(LearnedApplication.learned().profile().model().groups().folders())
        .containsExactly("media:<container>/uploads");
  }

  @Test
  void tooShortARecordingIsRefusedWithTheReason() {
    assertThatThrownBy(() -> learn(120, 600, 600))
        .isInstanceOf(TooLittleException.class)
        .hasMessageContaining("training: ")
        .hasMessageContaining("expected: >= 60")
        .hasMessageContaining("refused: deployment")
        .hasMessageContaining("record longer");
    assertThatThrownBy(() -> learn(600, 100, 600))
        .isInstanceOf(TooLittleException.class)
        .hasMessageContaining("validation A: ");
    assertThatThrownBy(() -> learn(10, 600, 600))
        .isInstanceOf(TooLittleException.class)
        .hasMessageContaining("no role");
    assertThatThrownBy(() -> learn(600, 600, 100)).isInstanceOf(TooFewWindowsException.class);
  }

  private static void learn(int training, int validationA, int validationB) throws IOException {
    BehaviourLearning.learn(
        new BenignRecordings<>(
            List.of(new GeneratedApplication("training", 1, training)),
            List.of(new GeneratedApplication("validation-a", 2, validationA)),
            List.of(new GeneratedApplication("validation-b", 3, validationB))),
        BehaviourConfiguration.standard(7),
        LearningProgress.SILENT);
  }
}
