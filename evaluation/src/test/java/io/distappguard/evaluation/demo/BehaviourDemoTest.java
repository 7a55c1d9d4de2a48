package io.distappguard.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole demo on recordings that hold exchanges alone, with every comparator. */
class BehaviourDemoTest {

  private static final String DENSE = "ours with a dense autoencoder, equal parameters";

  @TempDir static Path folder;
  private static Demo.Result result;

  @BeforeAll
  static void runIt() throws IOException {
    SmallExchanges.record(folder.resolve("monday"), "training", 1, 600, -1);
    SmallExchanges.record(folder.resolve("tuesday"), "validation-a", 2, 400, -1);
    SmallExchanges.record(folder.resolve("wednesday"), "validation-b", 3, 500, -1);
    SmallExchanges.record(folder.resolve("thursday"), "benign-test", 4, 300, -1);
    SmallExchanges.record(folder.resolve("friday"), "attack", 5, 300, 180);
    result = run(true);
  }

  private static Demo.Result run(boolean full) throws IOException {
    Path html = folder.resolve("report.html");
    Demo.Request request =
        new Demo.Request(List.of(folder), html, 1, 2, 1, Demo.Comparators.BEHAVIOUR, full);
    return new Demo(request, (what, done, total) -> assertThat(done).isLessThan(total)).run();
  }

  @Test
  void aDenseAutoencoderInOurDetectorLearnsAndDetects() {
    for (String name : List.of(DENSE, "ours with a dense autoencoder, equal width")) {
      JsonNode row = row(result, name);

      assertThat(row.get("seeds").asInt()).isEqualTo(2);
      assertThat(row.get("detected").asDouble()).isEqualTo(1);
      assertThat(row.get("falseAlarms").asDouble()).isZero();
      assertThat(row.get("weakestAttack").asDouble()).isGreaterThan(1);
      assertThat(row.get("largestBenign").asDouble()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void itsParametersAreThoseOfOursOrFewer() {
    int ours = row(result, "microservice-aware autoencoder (ours)").get("parameters").asInt();

    assertThat(row(result, DENSE).get("parameters").asInt()).isBetween(ours / 2, ours);
  }

  @Test
  void sameSeedsGiveTheSameRows() throws IOException {
    assertThat(run(true).json().get("comparators")).isEqualTo(result.json().get("comparators"));
  }

  @Test
  void itIsLeftToTheFullDemoAndTheTextSaysSo() throws IOException {
    Demo.Result quick = run(false);

    assertThat(quick.json().get("comparators"))
        .extracting(row -> row.get("name").asText())
        .contains("dense autoencoder, equal parameters")
        .doesNotContain(DENSE);
    assertThat(quick.text()).contains("our detector with a dense autoencoder (demo --full");
    assertThat(result.text()).contains(DENSE).doesNotContain("Not run here");
  }

  private static JsonNode row(Demo.Result of, String name) {
    return StreamSupport.stream(of.json().get("comparators").spliterator(), false)
        .filter(row -> row.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
