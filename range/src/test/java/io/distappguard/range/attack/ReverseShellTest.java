package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.client.FakeGateway;
import io.distappguard.range.client.OneLineErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReverseShellTest {
  @TempDir Path directory;

  @Test
  void theShellConnectsBackAndItsOutputIsSeen() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash at /bin/bash");
    Files.writeString(directory.resolve("settings.txt"), "harmless\n");
    try (FakeGateway gateway = new FakeGateway(directory)) {
      assertThat(run(gateway.url(), "127.0.0.1")).isZero();
      JsonNode parameters = new ObjectMapper().readTree(truth().toFile()).path("parameters");
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
        new ReverseShell(),
        "--url",
        url,
        "--address",
        address,
        "--seconds",
        "20",
        "--seed",
        "1",
        "--rate",
        "50",
        "--truth",
        truth().toString());
  }
}
