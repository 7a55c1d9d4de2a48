package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.client.FakeGateway;
import io.distappguard.range.client.OneLineErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BotRegistrationTest {
  @TempDir Path directory;

  @Test
  void registersDifferentAccountsUnderTheNameOfItsVariant() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "--name", "bot-registration-burst")).isZero();
      JsonNode truth = new ObjectMapper().readTree(truth().toFile());
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
  void foreignAddressesAndOddNamesAreRefusedAndNothingIsWritten() {
    assertThat(run("http://93.184.216.34")).isEqualTo(2);
    assertThat(run("http://127.0.0.1:1", "--name", "Bots!")).isEqualTo(2);
    assertThat(Files.exists(truth())).isFalse();
  }

  private Path truth() {
    return directory.resolve("attack.json");
  }

  private int run(String url, String... more) {
    String[] usual = {
      "--url",
      url,
      "--address",
      "127.0.0.1",
      "--seconds",
      "1",
      "--seed",
      "1",
      "--rate",
      "40",
      "--truth",
      truth().toString()
    };
    String[] arguments = Arrays.copyOf(usual, usual.length + more.length);
    System.arraycopy(more, 0, arguments, usual.length, more.length);
    return OneLineErrors.execute(new BotRegistration(), arguments);
  }
}
