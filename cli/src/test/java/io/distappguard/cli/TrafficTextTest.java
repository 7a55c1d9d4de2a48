package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.traffic.learn.LearningWindows.LeftOut;
import io.distappguard.traffic.series.LeftOutChains;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTextTest {

  @Test
  void chainsInNoWindowAreToldByReason() {
    assertThat(TrafficText.words(new LeftOutChains(1_200, 1, 2)))
        .containsExactly(
            "1,200 chains from before the first window",
            "1 chain complete after their window was judged",
            "2 chains of a time far ahead");
    assertThat(TrafficText.words(new LeftOutChains(0, 0, 0))).isEmpty();
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
            List.of(new LeftOut("monday", new LeftOutChains(12, 0, 0))));

    assertThat(TrafficText.of(report))
        .contains("left out of monday: 12 chains from before the first window");
    JsonNode json = new ObjectMapper().readTree(Json.indented(report));
    assertThat(json.at("/leftOut/0/recording").asText()).isEqualTo("monday");
    assertThat(json.at("/leftOut/0/chains/early").asLong()).isEqualTo(12);
  }
}
