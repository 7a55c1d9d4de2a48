package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.telemetry.trace.SourceClocks;
import io.distappguard.traffic.learn.LearningWindows.LeftOut;
import io.distappguard.traffic.series.LeftOutChains;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTextTest {

  @Test
  void chainsInNoWindowAreToldByReason() {
    assertThat(TrafficText.words(new LeftOutChains(1_200, 1)))
        .containsExactly(
            "1,200 chains from before the first window",
            "1 chain that came after its window was judged");
    assertThat(TrafficText.words(new LeftOutChains(0, 0))).isEmpty();
  }

  @Test
  void aClockThatIsWrongIsTold() {
    assertThat(TrafficText.words(new SourceClocks.Correction("shop", "pod-1", 60_200_000_000L)))
        .isEqualTo(
            "the clock of shop pod-1 is 60.2 s ahead; its calls are judged by the others' time");
    assertThat(TrafficText.words(new SourceClocks.Correction("shop", "", -3_000_000_000L)))
        .startsWith("the clock of shop is 3.0 s behind");
  }

  @Test
  void learnNamesTheRecordingTheyAreOf() throws IOException {
    TrafficText.Report report =
        new TrafficText.Report(
            List.of(),
            List.of(),
            0,
            List.of(),
            5_000,
            0,
            1,
            "",
            0,
            0,
            0,
            1,
            List.of(),
            List.of(),
            List.of(new LeftOut("monday", new LeftOutChains(12, 0))));

    assertThat(TrafficText.of(report))
        .contains("left out of monday: 12 chains from before the first window");
    JsonNode json = new ObjectMapper().readTree(Json.indented(report));
    assertThat(json.at("/leftOut/0/recording").asText()).isEqualTo("monday");
    assertThat(json.at("/leftOut/0/chains/early").asLong()).isEqualTo(12);
  }
}
