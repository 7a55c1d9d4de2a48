package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourModel;
import org.junit.jupiter.api.Test;

/** Scores of single windows of the generated application. */
class BehaviourScoringTest {

  private final BehaviourModel model = LearnedApplication.learned().profile().model();
  private final GeneratedApplication attack =
      new GeneratedApplication("theft", 12, 470).exfiltration(400, 460);

  @Test
  void theScoreIsTheLargestOfItsRoles() {
    ScoredStream stream = new ScoredStream(model, attack, (window, of) -> {});
    assertThat(stream.scores)
        .filteredOn(score -> score.state() == WindowScore.State.SCORED)
        .isNotEmpty()
        .allSatisfy(score ->
            assertThat(score.score())
                .isEqualTo(score.roleScores().values().stream().max(Double::compare).orElseThrow()))
        .allSatisfy(score ->
            assertThat(score.roleScores().keySet()).containsAll(model.vocabulary().roles()));
  }

  @Test
  void anUnseenEdgeScoresAtTheRoleThatActs() {
    WindowScore score = new ScoredStream(model, attack, (window, of) -> {}).at(400);
    double largest = score.roleScores().values().stream().max(Double::compare).orElseThrow();
    assertThat(score.roleScores()).containsEntry("user", largest);
  }

  @Test
  void knownRolesAreRecognised() {
    assertThat(new ScoredStream(model, attack, (window, of) -> {}).scoring.hasCommonRole())
        .isTrue();
  }
}
