package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.client.FakeGateway;
import io.distappguard.range.client.OneLineErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTableTheftTest {
  @TempDir Path directory;

  @Test
  void allRowsArriveAndAreCounted() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "127.0.0.1")).isZero();
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
      assertThat(parameters.path("rows").asInt()).isEqualTo(50);
      assertThat(parameters.path("bytes").asInt()).isGreaterThan(500);
    }
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

  private int run(String url, String address) {
    return OneLineErrors.execute(
        new UserTableTheft(),
        "--url",
        url,
        "--address",
        address,
        "--seconds",
        "5",
        "--seed",
        "1",
        "--truth",
        truth().toString());
  }
}
