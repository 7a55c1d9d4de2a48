package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.generated.Losses;
import io.distappguard.behaviour.generated.Replayed;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Stretch;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A role that acted and does not any more. */
class SilenceTest {

  private static final int WINDOW = 5;

  private final BehaviourProfile profile = LearnedApplication.learned().profile();
  private final GeneratedApplication benign = new GeneratedApplication("benign", 11, 500);

  @Test
  void aRoleThatFallsSilentIsFoundWithinThreeWindows() {
    Detections detections =
        Detections.of(
            profile,
            new Replayed(benign)
                .silent((role, second) -> role.equals("redis") && second >= 400 && second < 440));

    Anomaly found = firstSilence(detections, "redis");
    assertThat(found.endMillis())
        .isLessThanOrEqualTo(GeneratedApplication.millis(400 + 4 * WINDOW));
    Evidence evidence = silence(found, "redis");
    assertThat(evidence.sentence()).startsWith("redis did nothing for ");
    assertThat(evidence.sinceMillis())
        .isBetween(GeneratedApplication.millis(395), GeneratedApplication.millis(405));
    assertThat(detections.between(450, 500))
        .allSatisfy(anomaly ->
            assertThat(anomaly.evidence())
                .noneSatisfy(later -> assertThat(later.kind()).isEqualTo(Evidence.Kind.SILENT)));
  }

  @Test
  void anApplicationThatFallsSilentIsFoundThoughNothingArrives() {
    Detections detections =
        Detections.of(profile, new Replayed(benign).silent((role, second) -> second >= 400));

    assertThat(firstSilence(detections, "nginx").endMillis())
        .isLessThanOrEqualTo(GeneratedApplication.millis(400 + 4 * WINDOW));
    assertThat(detections.notJudged).hasSize(1);
  }

  @Test
  void theReceiversClockMovesTheWindowsOn() throws IOException {
    Detections detections = new Detections();
    BehaviourDetector detector = new BehaviourDetector(profile, benign.networks(), detections);
    new Replayed(benign).missing(second -> second >= 400).replay(detector);
    assertThat(detections.between(400, 500)).isEmpty();

    detector.heardUntil(GeneratedApplication.millis(420));

    assertThat(firstSilence(detections, "gateway").endMillis())
        .isLessThanOrEqualTo(GeneratedApplication.millis(420));
  }

  @Test
  void theEndOfARecordingMovesThemOnToo() throws IOException {
    Detections detections = new Detections();
    BehaviourDetector detector = new BehaviourDetector(profile, benign.networks(), detections);
    new Replayed(benign).missing(second -> second >= 400).replay(detector);

    detector.finish(GeneratedApplication.millis(430));

    assertThat(firstSilence(detections, "gateway").endMillis())
        .isLessThanOrEqualTo(GeneratedApplication.millis(420));
  }

  @Test
  void aGapIsNoSilenceButIsToldAsNotJudged() {
    Detections detections =
        Detections.of(
            profile, new Replayed(benign).missing(second -> second >= 303 && second < 402));

    assertThat(detections.anomalies).isEmpty();
    assertThat(detections.notJudged).hasSize(2);
    Stretch gap = detections.notJudged.getLast();
    assertThat(gap.reason()).isEqualTo("the source recorded nothing");
    assertThat(gap.startMillis()).isEqualTo(GeneratedApplication.millis(303));
    assertThat(gap.endMillis()).isEqualTo(GeneratedApplication.millis(402));
  }

  @Test
  void aRoleOfWhichEventsAreLostIsNotToldSilent() {
    Detections detections =
        Detections.of(
            profile,
            new Losses(
                new Replayed(benign)
                    .silent((role, second) -> role.equals("redis") && second >= 400),
                (container, second) -> container.equals("redis-1") && second >= 400));

    assertThat(detections.anomalies)
        .allSatisfy(anomaly ->
            assertThat(anomaly.evidence())
                .noneSatisfy(
                    evidence -> assertThat(evidence.kind()).isEqualTo(Evidence.Kind.SILENT)));
  }

  @Test
  void aRoleThatHardlyActsMayBeSilent() {
    assertThat(profile.model().activity().values())
        .allSatisfy(activity -> assertThat(activity.actsRegularly()).isTrue());
    BehaviourProfile idle = Activities.with(profile, "media", 0.4);
    Detections detections =
        Detections.of(
            idle,
            new Replayed(benign).silent((role, second) -> role.equals("media") && second >= 400));

    assertThat(detections.anomalies)
        .allSatisfy(anomaly ->
            assertThat(anomaly.evidence())
                .noneSatisfy(
                    evidence -> assertThat(evidence.kind()).isEqualTo(Evidence.Kind.SILENT)));
  }

  private static Anomaly firstSilence(Detections detections, String role) {
    return detections.anomalies.stream()
        .filter(anomaly ->
            anomaly.evidence().stream()
                .anyMatch(evidence ->
                    evidence.kind() == Evidence.Kind.SILENT && evidence.role().equals(role)))
        .findFirst()
        .orElseThrow();
  }

  private static Evidence silence(Anomaly anomaly, String role) {
    return anomaly.evidence().stream()
        .filter(evidence -> evidence.kind() == Evidence.Kind.SILENT && evidence.role().equals(role))
        .findFirst()
        .orElseThrow();
  }
}
