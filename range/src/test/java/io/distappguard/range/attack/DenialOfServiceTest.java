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

class DenialOfServiceTest {
  @TempDir Path directory;

  @Test
  void floodsWithReadsAndPostsInAFewSessions() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "--rate", "200", "--connections", "8")).isZero();
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
      assertThat(parameters.path("due").asInt()).isEqualTo(400);
      assertThat(parameters.path("sessions")).hasSize(4);
      assertThat(gateway.requests())
          .containsOnlyKeys(
              "POST /api/login 200",
              "GET /api/home-timeline 200",
              "GET /api/user-timeline 200",
              "POST /api/posts 201");
      assertThat(gateway.connections()).isEqualTo(9);
    }
  }

  @Test
  void pulsesLeaveSilenceBetweenThem() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "--rate", "100", "--pulse", "0.25", "--period", "1")).isZero();
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
      assertThat(parameters.path("due").asInt()).isEqualTo(50);
    }
  }

  @Test
  void againstASlowServerItIsBoundedByItsConnectionsAndDidNotHappen() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      gateway.answerAfter(300);
      assertThat(run(gateway.url(), "--rate", "200", "--connections", "2")).isEqualTo(1);
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
      assertThat(parameters.path("attempts").asInt()).isLessThan(50);
    }
  }

  @Test
  void foreignAddressesAreRefusedAndNothingIsWritten() {
    assertThat(run("http://93.184.216.34", "--rate", "1")).isEqualTo(2);
    assertThat(Files.exists(truth())).isFalse();
  }

  private Path truth() {
    return directory.resolve("attack.json");
  }

  private int run(String url, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--url", url, "--address", "127.0.0.1", "--seconds", "2"));
    arguments.addAll(List.of("--seed", "1", "--truth", truth().toString()));
    arguments.addAll(List.of(more));
    return OneLineErrors.execute(new DenialOfService(), arguments.toArray(String[]::new));
  }
}
