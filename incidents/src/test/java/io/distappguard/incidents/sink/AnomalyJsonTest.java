package io.distappguard.incidents.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Participant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnomalyJsonTest {

  @Test
  void carriesEveryFieldOnOneLine() {
    String line = AnomalyJson.line(anomaly("/bin/sh", "sh -c 'cat /etc/passwd'\n", 12.5));

    assertThat(line)
        .isEqualTo(
            "{\"detector\":\"behaviour\",\"start\":\"2026-11-22T02:00:00Z\","
                + "\"end\":\"2026-11-22T02:00:05Z\","
                + "\"window\":{\"startMillis\":1795312800000,\"endMillis\":1795312805000,"
                + "\"coverage\":1},"
                + "\"score\":12.5,\"threshold\":1.25,\"role\":\"media\","
                + "\"roleScores\":{\"media\":12.5,\"text\":2},"
                + "\"evidence\":[{\"kind\":\"start-up\",\"sentence\":\"media started a shell\","
                + "\"role\":\"media\",\"source\":\"media/sh\",\"destination\":\"/etc/passwd\","
                + "\"operation\":\"read\",\"quantity\":\"bytes\",\"observed\":1200,"
                + "\"expected\":null,\"usualLow\":null,\"usualHigh\":0.5,\"weight\":1,"
                + "\"participants\":[{\"container\":\"media-1\",\"host\":\"host-a\",\"pid\":4711,"
                + "\"executable\":\"/bin/sh\",\"arguments\":\"sh -c 'cat /etc/passwd'\\n\","
                + "\"amount\":1200}]}]}");
  }

  @Test
  void aScoreWithoutBoundIsNull() {
    assertThat(AnomalyJson.line(anomaly("a", "b", Double.POSITIVE_INFINITY)))
        .contains("\"score\":null");
  }

  @Property
  void anyTextStaysOneLineAndComesBack(@ForAll String executable, @ForAll double score)
      throws Exception {
    String line = AnomalyJson.line(anomaly(executable, "", score));

    assertThat(line).doesNotContain("\n", "\r");
    JsonNode read = new ObjectMapper().readTree(line);
    assertThat(read.at("/evidence/0/participants/0/executable").asText()).isEqualTo(executable);
    if (Double.isFinite(score)) {
      assertThat(read.at("/score").asDouble()).isEqualTo(score == 0 ? 0 : score);
    }
  }

  private static Anomaly anomaly(String executable, String arguments, double score) {
    Participant participant =
        new Participant("media-1", "host-a", 4711, executable, arguments, 1200);
    Evidence evidence =
        new Evidence(
            Evidence.Kind.START_UP,
            "media",
            "media/sh",
            "/etc/passwd",
            "read",
            "bytes",
            1200,
            null,
            null,
            0.5,
            1,
            "media started a shell",
            List.of(participant));
    return new Anomaly(
        "behaviour",
        1795312800000L,
        1795312805000L,
        score,
        1.25,
        1,
        "media",
        Map.of("text", 2.0, "media", 12.5),
        List.of(evidence));
  }
}
