package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.distappguard.range.client.FakeGateway;
import org.junit.jupiter.api.Test;

class UserTableTheftTest extends AttackContract {

  UserTableTheftTest() {
    super(UserTableTheft::new, "--seconds", "5");
  }

  @Test
  void allRowsArriveAndAreCounted() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url())).isZero();
      JsonNode parameters = parameters();
      assertThat(parameters.path("rows").asInt()).isEqualTo(50);
      assertThat(parameters.path("bytes").asInt()).isGreaterThan(500);
    }
  }
}
