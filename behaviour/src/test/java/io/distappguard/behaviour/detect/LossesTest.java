package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.generated.Losses;
import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.learn.LearningProgress;
import io.distappguard.behaviour.learn.TooLittleException;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.telemetry.recording.BenignRecordings;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Nobody who makes the source lose events hides anything by it. */
class LossesTest {

  private static final List<String> CONTAINERS =
      List.of(
          "", "gateway-1", "media-1", "nginx-1", "post-storage-2", "redis-1", "text-1", "user-1");

  private final BehaviourProfile profile = LearnedApplication.learned().profile();

  @Property(tries = 15)
  void lossesOfAnyContainerRemoveNoAnomaly(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.02, max = 1) double share) {
    for (BehaviourRecording attack :
        List.of(
            new GeneratedApplication("theft", 12, 470).exfiltration(400, 460),
            new GeneratedApplication("redirect", 13, 470).redirect(400, 460))) {
      Set<String> losing = new TreeSet<>(CONTAINERS);
      Random random = new Random(seed);
      losing.removeIf(container -> random.nextBoolean());
      BiPredicate<String, Integer> lose =
          (container, second) ->
              losing.contains(container)
                  && new Random(31 * seed + 7L * second + container.hashCode()).nextDouble()
                      < share;

      Detections without = Detections.of(profile, attack);
      Detections with = Detections.of(profile, new Losses(attack, lose));

      assertThat(without.anomalies).isNotEmpty();
      assertThat(foundIn(with, attack.name())).containsAll(foundIn(without, attack.name()));
    }
  }

  /** Beginnings of the windows in which the attacked role stands above the threshold. */
  private static List<Long> foundIn(Detections detections, String attack) {
    String role = attack.equals("theft") ? "user" : "text";
    return detections.anomalies.stream()
        .filter(anomaly -> anomaly.roleScores().containsKey(role))
        .map(Anomaly::startMillis)
        .toList();
  }

  @Test
  void whatIsLostIsNotHeldAgainstTheContainerThatLost() {
    BehaviourRecording benign = new GeneratedApplication("benign", 11, 300);
    BiPredicate<String, Integer> lose =
        (container, second) -> container.equals("user-1") && second >= 200 && second < 210;
    Detections whole = Detections.of(profile, benign);
    Detections losing = Detections.of(profile, new Losses(benign, lose));

    for (int window = 0; window < whole.scores.size(); window++) {
      WindowScore expected = whole.scores.get(window);
      WindowScore found = losing.scores.get(window);
      assertThat(found.state()).isEqualTo(expected.state());
      // user and media exchange nothing with one another
      assertThat(found.roleScores().get("media")).isEqualTo(expected.roleScores().get("media"));
    }
    assertThat(losing.anomalies).isEmpty();
    assertThat(losing.scores.get(40).coverage()).isBetween(0.85, 0.95);
  }

  @Test
  void aContainerThatLosesForSeveralWindowsIsBlind() {
    Detections detections =
        Detections.of(
            profile,
            new Losses(
                new GeneratedApplication("benign", 11, 300),
                (container, second) ->
                    container.equals("redis-1") && second >= 200 && second < 230));

    assertThat(detections.between(0, 210)).isEmpty();
    Anomaly first = detections.anomalies.getFirst();
    assertThat(first.endMillis()).isLessThanOrEqualTo(GeneratedApplication.millis(220));
    assertThat(first.role()).isEqualTo("redis");
    assertThat(first.score()).isGreaterThan(first.threshold());
    assertThat(first.coverage()).isLessThan(1);
    Evidence evidence = first.evidence().getFirst();
    assertThat(evidence.kind()).isEqualTo(Evidence.Kind.BLIND);
    assertThat(evidence.sentence())
        .startsWith("redis-1 could not be watched for 15 s: dropped by source");
    assertThat(detections.between(235, 300)).isEmpty();
  }

  @Test
  void lossesThatMayBeAnybodysAreToldOfAll() {
    Detections detections =
        Detections.of(
            profile,
            new Losses(
                new GeneratedApplication("benign", 11, 300),
                (container, second) -> container.isEmpty() && second >= 200 && second < 220));

    assertThat(detections.anomalies.getFirst().role()).isEqualTo(Blindness.ALL);
    assertThat(detections.anomalies.getFirst().evidence().getFirst().sentence())
        .startsWith("all containers could not be watched for 15 s: damaged block");
  }

  @Test
  void nothingIsLearnedFromAContainerThatLost() throws IOException {
    BehaviourRecording training =
        new GeneratedApplication("training-1", 1, 900).exfiltration(400, 460);
    BiPredicate<String, Integer> lose =
        (container, second) -> container.equals("user-1") && second >= 395 && second < 465;

    BehaviourProfile learned = learn(new Losses(training, lose)).profile();

    assertThat(learned.model().vocabulary().edges())
        .noneSatisfy(
            edge -> assertThat(edge.toString()).contains("external:internet").contains("user"));
    assertThat(learned.model().vocabulary().rareEdges())
        .noneSatisfy(
            edge -> assertThat(edge.toString()).contains("external:internet").contains("user"));
    assertThat(learned.provenance().windowsUsed())
        .isEqualTo(learn(training).profile().provenance().windowsUsed());
  }

  @Test
  void aRoleThatAlwaysLosesIsRefusedByName() {
    BehaviourRecording training = new GeneratedApplication("training-1", 1, 900);
    assertThatThrownBy(() -> learn(new Losses(training, (name, second) -> name.equals("redis-1"))))
        .isInstanceOf(TooLittleException.class)
        .hasMessageContaining("lost events of redis in");
  }

  private static BehaviourLearning.Learned learn(BehaviourRecording training) throws IOException {
    return BehaviourLearning.learn(
        new BenignRecordings<>(
            List.of(training),
            List.of(new GeneratedApplication("validation-a", 3, 400)),
            List.of(new GeneratedApplication("validation-b", 4, 400))),
        BehaviourConfiguration.standard(7),
        LearningProgress.SILENT);
  }
}
