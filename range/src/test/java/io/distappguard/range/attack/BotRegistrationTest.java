package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.distappguard.range.client.FakeGateway;
import org.junit.jupiter.api.Test;

class BotRegistrationTest extends AttackContract {

  BotRegistrationTest() {
    super(BotRegistration::new, "--seconds", "1", "--rate", "40");
  }

  @Test
  void registersDifferentAccountsUnderTheNameOfItsVariant() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "--name", "bot-registration-burst")).isZero();
      JsonNode truth = truth();
      assertThat(truth.path("name").asText()).isEqualTo("bot-registration-burst");
      assertThat(truth.path("parameters").path("attempts").asInt()).isEqualTo(40);
      assertThat(gateway.requests()).containsOnlyKeys("POST /api/register 201");
    }
  }

  @Test
  void namesThatAreTakenAreNoSuccess() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      run(gateway.url());
      assertThat(run(gateway.url())).isEqualTo(1);
    }
  }

  @Test
  void oddNamesAreRefusedAndNothingIsWritten() {
    assertThat(run("http://127.0.0.1:1", "--name", "Bots!")).isEqualTo(2);
    assertThat(truthFile()).doesNotExist();
  }
}
