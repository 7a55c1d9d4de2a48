package io.distappguard.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole demo on recordings that hold calls alone, some in one folder and some in another. */
class DemoTest {

  @TempDir static Path folder;
  private static Demo.Result result;
  private static String report;

  @BeforeAll
  static void runIt() throws IOException {
    Path benign = folder.resolve("benign");
    Path tests = folder.resolve("tests");
    SmallTraffic.record(benign.resolve("monday"), "training", 1, 1_200, -1);
    SmallTraffic.record(benign.resolve("tuesday"), "validation-a", 2, 700, -1);
    SmallTraffic.record(benign.resolve("wednesday"), "validation-b", 3, 700, -1);
    SmallTraffic.record(tests.resolve("thursday"), "benign-test", 4, 300, -1);
    SmallTraffic.record(tests.resolve("friday"), "attack", 5, 300, 180);
    Path html = folder.resolve("report.html");
    Demo.Request request =
        new Demo.Request(List.of(benign, tests), html, 1, 1, 1, Demo.Comparators.ALL, false);
    result = new Demo(request, (what, done, total) -> {}).run();
    report = Files.readString(html);
  }

  @Test
  void theDetectorThatHasNothingToLookAtIsLeftOut() {
    JsonNode json = result.json();

    assertThat(json.get("detectors")).hasSize(1);
    assertThat(json.at("/detectors/0/name").asText()).isEqualTo("traffic");
    assertThat(json.get("profile").has("traffic")).isTrue();
    assertThat(json.get("profile").has("behaviour")).isFalse();
  }

  @Test
  void theAttackIsDetectedAndTheDelayHoldsTheWaitForLateSpans() {
    JsonNode attack = result.json().at("/attacks/0");

    assertThat(attack.get("name").asText()).isEqualTo("password-brute-force");
    assertThat(attack.get("runs").asInt()).isEqualTo(1);
    assertThat(attack.get("detected").asInt()).isEqualTo(1);
    double waits = result.json().at("/detectors/0/judgedAfterSeconds").asDouble();
    assertThat(waits).isPositive();
    assertThat(attack.get("medianDelaySeconds").asDouble()).isGreaterThan(waits);
    assertThat(attack.at("/details/0/detectors/0").asText()).isEqualTo("traffic");
  }

  @Test
  void comparatorsSayWhoseTheyAre() {
    assertThat(result.json().get("comparators"))
        .allSatisfy(row -> assertThat(row.get("detector").asText()).isEqualTo("traffic"))
        .extracting(row -> row.get("name").asText())
        .contains("last value", "seasonal mean", "EWMA")
        .anyMatch(name -> name.contains("mean + 2σ"));
    assertThat(result.text()).contains("demo --full");
  }

  @Test
  void theReportShowsForecastsAndNeedsNoNetwork() {
    assertThat(report)
        .contains("Forecast and observation of the clusters that raised alarms")
        .contains("class=\"forecast\"", "class=\"usual\"", "class=\"band attack\"")
        .contains("in chains like ")
        .doesNotContain("src=\"http", "href=\"http");
  }

  @Test
  void theTextSaysWhatWasFoundAndWhereTheReportIs() {
    assertThat(result.text())
        .contains("traffic, from remote calls: ", "password-brute-force", "benign: ")
        .contains(folder.resolve("report.html").toString());
  }

  @Test
  void twoRecordingsOfOneRunAreRefused() throws IOException {
    Path one = folder.resolve("twice/one/run");
    Path other = folder.resolve("twice/other/run");
    SmallTraffic.record(one, "training", 1, 20, -1);
    SmallTraffic.record(other, "training", 2, 20, -1);

    assertThatThrownBy(() -> RecordingSet.open(List.of(folder.resolve("twice"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run: run (expected: another name than that of " + one);
  }

  @Test
  void aRecordingOfUnknownUseIsRefused() throws IOException {
    Path odd = folder.resolve("odd/run");
    SmallTraffic.record(odd, "rehearsal", 1, 20, -1);

    assertThatThrownBy(() -> RecordingSet.open(List.of(folder.resolve("odd"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kind: rehearsal (expected: one of training");
  }
}
