package io.distappguard.cli;

import static io.distappguard.telemetry.Collected.anything;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Collected.Gap;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.input.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the eBPF collector loses it tells. */
class CollectorLossTest {

  /** Their descriptions are many times what the pipe and the ring buffer have room for. */
  private static final int FILES = 20_000;

  @TempDir Path folder;

  @Test
  void aRingBufferThatOverflowsMakesItsIntervalIncomplete()
      throws IOException, InterruptedException {
    Path stream = folder.resolve("burst.stream");
    long begun = System.currentTimeMillis();
    try (WatchedGroup group = WatchedGroup.make()) {
      burst(group, stream);
    }

    Collected seen = new Collected();
    Intake intake = Inputs.open(stream).readExchanges(seen, Progress.SILENT);

    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(seen.gaps).extracting(Gap::reason).contains("ring buffer full");
    long firstInterval = begun - ExchangeFiles.DEFAULT_INTERVAL_MILLIS;
    assertThat(seen.gaps)
        .extracting(Gap::interval)
        .allSatisfy(
            interval -> assertThat(interval).isBetween(firstInterval, System.currentTimeMillis()));
    // Only descriptions are lost: each open counts, of an unknown file where it must.
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, anything())).isEqualTo(FILES);
  }

  /** Makes files in the group while nobody reads what the collector writes, and reads it then. */
  private void burst(WatchedGroup group, Path stream) throws IOException, InterruptedException {
    Path files = Files.createDirectory(folder.resolve("files"));
    Process collector =
        group
            .collector("--interval", "200", "--ring-bytes", "65536")
            .redirectError(folder.resolve("collector.log").toFile())
            .start();
    try (InputStream written = collector.getInputStream();
        OutputStream kept = Files.newOutputStream(stream)) {
      kept.write(written.read()); // it watches from here on
      String touch = "cd \"$0\" && seq " + FILES + " | xargs touch";
      assertThat(WatchedGroup.run(group.within("sh", "-c", touch, files.toString()))).isZero();
      collector.getOutputStream().close();
      written.transferTo(kept);
    } finally {
      collector.getOutputStream().close();
      assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
  }
}
