package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.client.FakeGateway;
import io.distappguard.range.client.OneLineErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordBruteForceTest {
  @TempDir Path directory;

  @Test
  void isTurnedAwayManyTimesAndLetInOnce() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "127.0.0.1")).isZero();
      JsonNode truth = new ObjectMapper().readTree(truth().toFile());
      assertThat(truth.path("name").asText()).isEqualTo("password-brute-force");
      assertThat(truth.path("endMillis").asLong())
          .isGreaterThan(truth.path("startMillis").asLong());
      JsonNode parameters = truth.path("parameters");
      assertThat(parameters.path("attempts").asInt()).isEqualTo(200);
      assertThat(parameters.path("outcomes").path("status 401").asInt()).isEqualTo(199);
      assertThat(parameters.path("succeeded").asBoolean()).isTrue();
      assertThat(gateway.connections()).isEqualTo(4);
    }
  }

  @Test
  void againstASlowServerTheListIsCutShort() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      gateway.answerAfter(150);
      assertThat(run(gateway.url(), "127.0.0.1")).isZero();
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
      assertThat(parameters.path("attempts").asInt()).isLessThan(100);
      assertThat(parameters.path("outcomes").path("status 200").asInt()).isEqualTo(1);
    }
  }

  @Test
  void fromManySourcesEveryConnectionHasItsOwnAddress() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "127.0.0.1", "--sources", "20", "--accounts", "150")).isZero();
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
      assertThat(parameters.path("sources").asInt()).isEqualTo(20);
      assertThat(gateway.clients()).hasSize(20).doesNotContain("127.0.0.1");
    }
    assertThat(run("http://127.0.0.1:1", "127.0.0.1", "--sources", "41")).isEqualTo(2);
  }

  @Test
  void whenNobodyListensTheTruthSaysThatItFailed() throws Exception {
    assertThat(run("http://127.0.0.1:1", "127.0.0.1")).isEqualTo(1);
    JsonNode truth = new ObjectMapper().readTree(truth().toFile());
    assertThat(truth.path("parameters").path("succeeded").asBoolean()).isFalse();
  }

  @Test
  void foreignAddressesAreRefusedAndNothingIsWritten() {
    assertThat(run("http://93.184.216.34", "127.0.0.1")).isEqualTo(2);
    assertThat(run("http://127.0.0.1:1", "93.184.216.34")).isEqualTo(2);
    assertThat(Files.exists(truth())).isFalse();
  }

  private Path truth() {
    return directory.resolve("attack.json");
  }

  private int run(String url, String address, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--url", url, "--address", address, "--seconds", "2"));
    arguments.addAll(List.of("--seed", "1", "--rate", "100", "--truth", truth().toString()));
    arguments.addAll(List.of(more));
    return OneLineErrors.execute(new PasswordBruteForce(), arguments.toArray(String[]::new));
  }
}
