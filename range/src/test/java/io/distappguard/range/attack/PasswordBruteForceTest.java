package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.distappguard.range.client.FakeGateway;
import org.junit.jupiter.api.Test;

class PasswordBruteForceTest extends AttackContract {

  PasswordBruteForceTest() {
    super(PasswordBruteForce::new, "--seconds", "2", "--rate", "100");
  }

  @Test
  void isTurnedAwayManyTimesAndLetInOnce() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url())).isZero();
      JsonNode truth = truth();
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
      assertThat(run(gateway.url())).isZero();
      JsonNode parameters = parameters();
      assertThat(parameters.path("attempts").asInt()).isLessThan(100);
      assertThat(parameters.path("outcomes").path("status 200").asInt()).isEqualTo(1);
    }
  }

  @Test
  void fromManySourcesEveryConnectionHasItsOwnAddress() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "--sources", "20", "--accounts", "150")).isZero();
      JsonNode parameters = parameters();
      assertThat(parameters.path("sources").asInt()).isEqualTo(20);
      assertThat(gateway.clients()).hasSize(20).doesNotContain("127.0.0.1");
    }
    assertThat(run("http://127.0.0.1:1", "--sources", "41")).isEqualTo(2);
  }

  @Test
  void whenNobodyListensTheTruthSaysThatItFailed() throws Exception {
    assertThat(run("http://127.0.0.1:1")).isEqualTo(1);
    JsonNode truth = truth();
    assertThat(truth.path("parameters").path("succeeded").asBoolean()).isFalse();
  }
}
