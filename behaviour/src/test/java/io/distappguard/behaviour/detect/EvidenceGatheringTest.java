package io.distappguard.behaviour.detect;

import static io.distappguard.behaviour.detect.ScoredStream.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.detection.anomaly.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of single windows of the generated application. */
class EvidenceGatheringTest {

  private final BehaviourModel model = LearnedApplication.learned().profile().model();
  private final GeneratedApplication attack =
      new GeneratedApplication("theft", 12, 470).exfiltration(400, 460);

  @Test
  void evidenceIsOfTheRolesAskedForTheWeightiestFirst() {
    List<Evidence> ofUser = evidence(model, attack, 405, List.of("user"));
    assertThat(ofUser)
        .isNotEmpty()
        .allSatisfy(evidence -> assertThat(evidence.role()).isEqualTo("user"))
        .isSortedAccordingTo((a, b) -> Double.compare(b.weight(), a.weight()));
    assertThat(ofUser.stream().map(Evidence::sentence).distinct()).hasSameSizeAs(ofUser);
    assertThat(evidence(model, attack, 405, List.of("nobody"))).isEmpty();
  }

  @Test
  void unseenEvidenceNamesWhoTookPartAndNothingUsual() {
    Evidence unseen =
        evidence(model, attack, 405, List.of("user")).stream()
            .filter(evidence -> evidence.kind() == Evidence.Kind.UNSEEN)
            .filter(evidence -> evidence.operation().equals("send"))
            .findFirst()
            .orElseThrow();
    assertThat(unseen.observed()).isEqualTo(300_000);
    assertThat(unseen.expected()).isNull();
    assertThat(unseen.usualHigh()).isNull();
    assertThat(unseen.participants())
        .singleElement()
        .satisfies(participant -> {
          assertThat(participant.container()).isEqualTo("user-1");
          assertThat(participant.amount()).isEqualTo(300_000);
        });
  }

  @Test
  void changedEvidenceStandsBesideWhatWasUsual() {
    List<Evidence> changed = evidence(model, attack, 405, List.of("postgres", "user"));
    assertThat(changed)
        .filteredOn(evidence -> evidence.kind() == Evidence.Kind.CHANGED)
        .isNotEmpty()
        .allSatisfy(evidence -> {
          assertThat(evidence.usualLow()).isNotNull().isLessThanOrEqualTo(evidence.usualHigh());
          assertThat(evidence.weight()).isPositive();
        });
  }
}
