package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.distappguard.range.client.FakeGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReverseShellTest extends AttackContract {

  ReverseShellTest() {
    super(ReverseShell::new, "--seconds", "20", "--rate", "50");
  }

  @Test
  void theShellConnectsBackAndItsOutputIsSeen() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash at /bin/bash");
    Files.writeString(directory.resolve("settings.txt"), "harmless\n");
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url())).isZero();
      JsonNode parameters = parameters();
      assertThat(parameters.path("succeeded").asBoolean()).isTrue();
      assertThat(parameters.path("commands").toString())
          .contains("whoami", "cat /etc/passwd", "env", "cat settings.txt");
      assertThat(parameters.path("bytesReceived").asInt()).isGreaterThan(500);
    }
  }

  @Property(tries = 300)
  void theFileNameFitsAFileSystemWhateverTheAddress(
      @ForAll @IntRange(max = 255) int third,
      @ForAll @IntRange(max = 255) int fourth,
      @ForAll @IntRange(min = 1, max = 65_535) int port) {
    String name = ReverseShell.fileName("10.77." + third + "." + fourth, port);
    assertThat(name).doesNotContain("/").hasSizeLessThan(200);
  }
}
