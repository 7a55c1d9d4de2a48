package io.distappguard.traffic.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.profile.CallActivity;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallActivityLearningTest {

  @Test
  void theLongestSilenceIsOfAnyBenignRecordingAndTheShareOfTraining() throws IOException {
    CallActivity activity = learned(training(), benign(3).silent(100, 130), benign(4));
    assertThat(activity).isEqualTo(new CallActivity(1, 6, 120));
  }

  @Test
  void aSilenceInTrainingMakesTheShareLess() throws IOException {
    CallActivity activity = learned(training().silent(100, 160), benign(3), benign(4));
    assertThat(activity).isEqualTo(new CallActivity(0.9, 12, 120));
    assertThat(activity.hasRegularCalls()).isFalse();
  }

  @Test
  void aSilenceAtTheEndOfARecordingCounts() throws IOException {
    assertThat(learned(training(), benign(3), benign(4).silent(270, 300)).longestSilence())
        .isEqualTo(6);
  }

  @Test
  void aSilenceThatIsLongerThanItsWindowsCountsAsLongAsItWas() throws IOException {
    assertThat(learned(training(), benign(3).silent(100, 250), benign(4)).longestSilence())
        .isBetween(28, 30);
  }

  private static CallActivity learned(
      GeneratedTraffic training, GeneratedTraffic validationA, GeneratedTraffic validationB)
      throws IOException {
    return CallActivityLearning.of(
        LearningWindows.read(
            new BenignRecordings<>(List.of(training), List.of(validationA), List.of(validationB)),
            TrafficConfiguration.standard(1),
            TrafficLearningProgress.SILENT));
  }

  private static GeneratedTraffic training() {
    return new GeneratedTraffic("training", 1, 600);
  }

  private static GeneratedTraffic benign(long seed) {
    return new GeneratedTraffic("benign", seed, 300);
  }
}
