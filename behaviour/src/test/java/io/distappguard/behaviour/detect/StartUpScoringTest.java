package io.distappguard.behaviour.detect;

import static io.distappguard.behaviour.detect.ScoredStream.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.generated.Replayed;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.StartUpProfile;
import io.distappguard.detection.anomaly.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Start-ups of the generated application, scored. */
class StartUpScoringTest {

  private final BehaviourModel model = LearnedApplication.learned().profile().model();

  @Test
  void aQuietStartUpOfAKnownRoleIsNoFinding() {
    ScoredStream stream =
        new ScoredStream(
            model,
            new GeneratedApplication("restart", 15, 500).restarted("user", 400),
            (window, of) -> {});
    assertThat(stream.scores).allSatisfy(score -> assertThat(score.unknownStartUps()).isEmpty());
    assertThat(stream.at(405).roleScores().get("user"))
        .isLessThan(LearnedApplication.learned().profile().threshold());
  }

  @Test
  void aStartUpThatDoesWhatNoneDidIsAFinding() {
    GeneratedApplication early =
        new GeneratedApplication("early", 16, 500).restarted("user", 400).exfiltration(412, 420);
    List<Evidence> found = evidence(model, early, 415, List.of("user"));
    assertThat(found)
        .anySatisfy(evidence -> {
          assertThat(evidence.kind()).isEqualTo(Evidence.Kind.START_UP);
          assertThat(evidence.usualHigh()).isNull();
          assertThat(evidence.sentence()).contains("never seen in");
        });
  }

  @Test
  void aStartUpOfARoleThatNeverStartedIsNamed() {
    BehaviourModel without =
        new BehaviourModel(
            model.configuration(),
            model.groups(),
            model.vocabulary(),
            model.usualInstances(),
            model.activity(),
            model.scales(),
            new StartUpProfile(Map.of()),
            model.trainingWindows(),
            model.unseenUnit());
    ScoredStream stream =
        new ScoredStream(
            without,
            new Replayed(new GeneratedApplication("restart", 15, 440).restarted("user", 400))
                .from(300),
            (window, of) -> {});
    assertThat(stream.at(405).unknownStartUps()).isEqualTo(Set.of("user"));
    assertThat(stream.at(395).unknownStartUps()).isEmpty();
  }
}
