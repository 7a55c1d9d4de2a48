package io.distappguard.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.InputOptions;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of the collector that is piped in holds what a containers.json declares. */
class DeclaredStreamTest {

  private static final long AT = 1_795_000_000_000L;

  @TempDir Path folder;
  private final Collected seen = new Collected();

  @Test
  void theDeclaredContainerIsNamedAndOthersAreLeftOut() throws IOException {
    Intake intake = read("/docker/" + "ab".repeat(32));

    assertThat(seen.containers).hasSize(1);
    Container container = seen.containers.getFirst();
    assertThat(container.name()).isEqualTo("web-1");
    assertThat(container.role()).isEqualTo("web");
    assertThat(container.host()).isEqualTo("node-a");
    assertThat(container.addresses()).containsExactly("10.0.0.5");
    assertThat(seen.exchanges).hasSize(1);
    assertThat(intake.notes()).isEmpty();
  }

  @Test
  void aFileThatNamesNoneOfTheControlGroupsIsTold() {
    assertThatThrownBy(() -> read("/docker/" + "cd".repeat(32)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("containers.json: names none of the containers of -");
    assertThat(seen.containers).isEmpty();
  }

  private Intake read(String cgroup) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("containers.json"),
            "{\"containers\": [{\"name\": \"web-1\", \"role\": \"web\", \"cgroup\": \""
                + cgroup
                + "\"}]}");
    byte[] stream =
        new StreamBytes()
            .start()
            .interval(AT)
            .image()
            .record(2, 2, 98, "/system.slice/cron.service")
            .record(4, 2, 0, 2, 7, 200, 5, 8, 0, AT, "/usr/sbin/cron", "cron\0")
            .object(1, 1, "/a")
            .count(1, 1, 0, 1, 1, 0)
            .count(2, 1, 0, 1, 1, 0)
            .end()
            .bytes();
    return Inputs.open(
            new ByteArrayInputStream(stream),
            "-",
            new InputOptions(null, 1000, SpanColumns.KNOWN, file))
        .readExchanges(seen, Progress.SILENT);
  }
}
