package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.BenignRecordings;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.learning.anomaly.Anomaly;
import io.distappguard.learning.anomaly.Evidence;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Learns the generated application, then watches it. */
class EndToEndTest {

  private static BehaviourLearning.Learned learned;
  private static BehaviourProfile profile;

  @BeforeAll
  static void learn() throws IOException {
    long begin = System.nanoTime();
    learned =
        BehaviourLearning.learn(
            new BenignRecordings(
                List.of(
                    new GeneratedApplication("training-1", 1, 1500),
                    new GeneratedApplication("training-2", 2, 900)
                        .restarted("text", 300)
                        .scaled("text", 500, 650, 2)),
                List.of(new GeneratedApplication("validation-a", 3, 600).restarted("user", 300)),
                List.of(new GeneratedApplication("validation-b", 4, 900))),
            BehaviourConfiguration.standard(7),
            LearningProgress.SILENT);
    profile = learned.profile();
    learned.report().largestBenign().forEach(System.out::println);
    System.out.println((System.nanoTime() - begin) / 1e9 + " s");
  }

  @Test
  void benignDayIsQuiet() {
    Detections detections = Detections.of(profile, new GeneratedApplication("benign", 11, 900));
    assertThat(detections.anomalies).isEmpty();
  }

  @Test
  void exfiltrationIsFoundAtItsRole() {
    Detections detections =
        Detections.of(profile, new GeneratedApplication("theft", 12, 600).exfiltration(400, 460));
    detections.print();
    assertThat(detections.between(400, 460)).isNotEmpty();
    Anomaly first = detections.between(400, 460).getFirst();
    assertThat(first.roleScores()).containsKey("user");
    assertThat(first.evidence())
        .anySatisfy(evidence -> {
          assertThat(evidence.kind()).isEqualTo(Evidence.Kind.UNSEEN);
          assertThat(evidence.sentence())
              .startsWith("user (java) sent 300.0 kB to external:internet in 5 s; never seen");
          assertThat(evidence.participants().getFirst().container()).isEqualTo("user-1");
        });
    assertThat(detections.between(0, 400)).isEmpty();
  }

  @Test
  void redirectIsFound() {
    Detections detections =
        Detections.of(profile, new GeneratedApplication("redirect", 13, 600).redirect(400, 460));
    detections.print();
    assertThat(detections.between(400, 460)).isNotEmpty();
    assertThat(detections.between(0, 400)).isEmpty();
  }

  @Test
  void scalingIsQuiet() {
    Detections detections =
        Detections.of(
            profile, new GeneratedApplication("scaling", 14, 900).scaled("text", 400, 600, 4));
    detections.print();
    assertThat(detections.anomalies).isEmpty();
  }

  @Test
  void restartIsQuiet() {
    Detections detections =
        Detections.of(
            profile,
            new GeneratedApplication("restart", 15, 900)
                .restarted("post-storage", 400)
                .restarted("post-storage", 500));
    detections.print();
    assertThat(detections.anomalies).isEmpty();
  }
}
