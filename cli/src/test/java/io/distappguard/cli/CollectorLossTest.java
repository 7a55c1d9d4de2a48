package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.input.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
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

    Losses losses = new Losses();
    Intake intake = Inputs.open(stream).readExchanges(losses, Progress.SILENT);

    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(losses.byReason).containsKey("ring buffer full");
    long firstInterval = begun - ExchangeFiles.DEFAULT_INTERVAL_MILLIS;
    assertThat(losses.incomplete)
        .allSatisfy((interval, count) ->
            assertThat(interval).isBetween(firstInterval, System.currentTimeMillis()));
    // Only descriptions are lost: each open counts, of an unknown file where it must.
    assertThat(losses.opened).isEqualTo(FILES);
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

  private static final class Losses implements ExchangeSink {

    final TreeMap<Long, Long> incomplete = new TreeMap<>();
    final TreeMap<String, Long> byReason = new TreeMap<>();
    long opened;

    @Override
    public void container(Container container) {}

    @Override
    public void process(ProcessImage process) {}

    @Override
    public void entity(Entity entity) {}

    @Override
    public void exchange(
        long interval,
        int process,
        int entity,
        Operation operation,
        int calls,
        long bytes,
        int errors) {
      opened += operation == Operation.OPEN_FOR_WRITE ? calls : 0;
    }

    @Override
    public void incomplete(long interval, int container, String reason, long count) {
      incomplete.merge(interval, count, Long::sum);
      byReason.merge(reason, count, Long::sum);
    }

    @Override
    public void endInterval(long interval) {}
  }
}
