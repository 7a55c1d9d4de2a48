package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.distappguard.range.client.FakeGateway;
import org.junit.jupiter.api.Test;

class DenialOfServiceTest extends AttackContract {

  DenialOfServiceTest() {
    super(DenialOfService::new, "--seconds", "2", "--rate", "200");
  }

  @Test
  void floodsWithReadsAndPostsInAFewSessions() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "--connections", "8")).isZero();
      JsonNode parameters = parameters();
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
      assertThat(run(gateway.url(), "--pulse", "0.25", "--period", "1")).isZero();
      JsonNode parameters = parameters();
      assertThat(parameters.path("due").asInt()).isEqualTo(100);
    }
  }

  @Test
  void againstASlowServerItIsBoundedByItsConnectionsAndDidNotHappen() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      gateway.answerAfter(300);
      assertThat(run(gateway.url(), "--connections", "2")).isEqualTo(1);
      JsonNode parameters = parameters();
      assertThat(parameters.path("attempts").asInt()).isLessThan(50);
    }
  }
}
