package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.detection.anomaly.Anomaly;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A container that makes names without end, while another is attacked. */
class FloodTest {

  private static final int NAMES_A_SECOND = 800;

  private final BehaviourProfile profile = LearnedApplication.learned().profile();

  @Test
  void aFloodOfNamesIsBoundedAndToldAndHidesNobodyElse() {
    GeneratedApplication attack = new GeneratedApplication("theft", 12, 480).exfiltration(400, 460);
    GeneratedApplication flooded =
        new GeneratedApplication("theft", 12, 480)
            .exfiltration(400, 460)
            .flood("text", 390, 470, NAMES_A_SECOND);
    Detections found = Detections.of(profile, attack);
    Detections detections = new Detections();
    BehaviourDetector detector = new BehaviourDetector(profile, flooded.networks(), detections);
    flooded.replay(detector);
    detector.finish();

    assertThat(detector.refusedNames()).isBetween(80 * 800L - (1 << 15) - 1_000, 80 * 800L);
    assertThat(windowsOf(detections, "user")).containsAll(windowsOf(found, "user"));
    assertThat(windowsOf(detections, "text")).isNotEmpty();
    assertThat(detections.between(400, 405).getFirst().roleScores()).containsKeys("user", "text");
  }

  private static List<Long> windowsOf(Detections detections, String role) {
    return detections.anomalies.stream()
        .filter(anomaly -> anomaly.roleScores().containsKey(role))
        .map(Anomaly::startMillis)
        .toList();
  }
}
