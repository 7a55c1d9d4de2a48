package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.generated.Replayed;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourProfile;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What must not matter to what is found. */
class MetamorphicTest {

  private static final int WINDOW_MILLIS = 5_000;

  private final BehaviourProfile profile = LearnedApplication.learned().profile();
  private final BehaviourRecording attack =
      new GeneratedApplication("theft", 12, 480).restarted("text", 300).exfiltration(400, 460);
  private final Detections found = Detections.of(profile, attack);

  /** What was found, without what tells when and where. */
  private record Finding(long window, double score, List<String> roles, List<String> sentences) {}

  private static List<Finding> findings(Detections detections) {
    long begin = detections.scores.getFirst().startMillis();
    return detections.anomalies.stream()
        .map(anomaly ->
            new Finding(
                (anomaly.startMillis() - begin) / WINDOW_MILLIS,
                anomaly.score(),
                List.copyOf(anomaly.roleScores().keySet()),
                anomaly.evidence().stream().map(evidence -> evidence.sentence()).toList()))
        .toList();
  }

  private void assertSame(BehaviourRecording changed) {
    Detections again = Detections.of(profile, changed);
    assertThat(findings(again)).isNotEmpty().isEqualTo(findings(found));
    assertThat(again.scores)
        .extracting(WindowScore::score)
        .isEqualTo(found.scores.stream().map(WindowScore::score).toList());
  }

  @Property(tries = 5)
  void theTimeDoesNotMatter(@ForAll @IntRange(min = -100_000, max = 100_000) int hops) {
    assertSame(new Replayed(attack).shifted((long) hops * WINDOW_MILLIS));
  }

  @Test
  void someHoursLaterIsTheSame() {
    assertSame(new Replayed(attack).shifted(7 * 3_600_000L));
  }

  @Test
  void theHostsDoNotMatter() {
    assertSame(
        new Replayed(attack)
            .moved(host -> Map.of("host-a", "host-b", "host-b", "host-a").get(host)));
    assertSame(new Replayed(attack).moved(host -> "host-c"));
  }

  @Test
  void theNamesOfContainersDoNotMatter() {
    assertSame(new Replayed(attack).renamed(name -> "x" + Integer.toHexString(name.hashCode())));
  }
}
