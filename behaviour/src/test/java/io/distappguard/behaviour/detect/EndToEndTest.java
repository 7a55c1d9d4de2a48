package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Learns the generated application, then watches it. */
class EndToEndTest {

  private final BehaviourProfile profile = LearnedApplication.learned().profile();

  @Test
  void benignDayIsQuiet() {
    Detections detections = Detections.of(profile, new GeneratedApplication("benign", 11, 900));
    assertThat(detections.anomalies).isEmpty();
  }

  @Test
  void exfiltrationIsFoundAtItsRole() {
    Detections detections =
        Detections.of(profile, new GeneratedApplication("theft", 12, 600).exfiltration(400, 460));
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
    assertThat(detections.between(400, 460)).isNotEmpty();
    assertThat(detections.between(0, 400)).isEmpty();
  }

  @Test
  void scalingIsQuiet() {
    Detections detections =
        Detections.of(
            profile, new GeneratedApplication("scaling", 14, 900).scaled("text", 400, 600, 4));
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
    assertThat(detections.anomalies).isEmpty();
  }

  @Test
  void orderWithinAnIntervalDoesNotMatter() {
    GeneratedApplication ordered =
        new GeneratedApplication("theft", 12, 600).exfiltration(400, 460).shuffled(false);
    GeneratedApplication shuffled =
        new GeneratedApplication("theft", 12, 600).exfiltration(400, 460);
    Detections one = Detections.of(profile, ordered);
    Detections other = Detections.of(profile, shuffled);
    assertThat(one.scores).isEqualTo(other.scores);
    assertThat(one.anomalies).isNotEmpty().isEqualTo(other.anomalies);
  }

  @Test
  void everyWindowIsScoredOnceWithItsState() {
    Detections detections =
        Detections.of(profile, new GeneratedApplication("benign", 11, 300).incomplete(200, 210));
    assertThat(detections.scores).hasSize(60);
    assertThat(detections.scores.getFirst().state()).isEqualTo(WindowScore.State.DEPLOYING);
    assertThat(detections.scores.getLast().state()).isEqualTo(WindowScore.State.SCORED);
    assertThat(detections.scores.get(40).coverage()).isBetween(0.85, 0.95);
    assertThat(detections.scores.get(39).coverage()).isEqualTo(1);
    assertThat(detections.anomalies).isEmpty();
  }

  @Test
  void attackDuringAStartUpIsFound() {
    GeneratedApplication application =
        new GeneratedApplication("early", 16, 600).restarted("user", 400).exfiltration(412, 420);
    Detections detections = Detections.of(profile, application);
    assertThat(detections.between(412, 420)).isNotEmpty();
    assertThat(detections.between(412, 420).getFirst().evidence())
        .anySatisfy(evidence -> {
          assertThat(evidence.kind()).isEqualTo(Evidence.Kind.START_UP);
          assertThat(evidence.sentence())
              .startsWith("while starting, user-1: user (java) sent")
              .contains("never seen in");
        });
  }

  @Test
  void anotherApplicationIsRefused() {
    assertThatThrownBy(
            () -> {
              BehaviourDetector detector =
                  new BehaviourDetector(profile, List.of(), new Detections());
              detector.container(
                  new Container(0, "shop-1", "host-a", "shop", null, null, 7, List.of()));
              detector.process(new ProcessImage(0, 0, 1, -1, "/usr/bin/shop", "", 0));
              detector.entity(new Entity.FileEntity(0, 0, "/etc/hosts"));
              for (int second = 0; second < 60; second++) {
                long millis = GeneratedApplication.millis(second);
                detector.exchange(millis, 0, 0, Operation.READ, 1, 10, 0);
                detector.endInterval(millis);
              }
              detector.finish();
            })
        .isInstanceOf(OtherApplicationException.class)
        .hasMessageContaining("another application")
        .hasMessageContaining("shop")
        .hasMessageContaining("post-storage");
  }
}
