package io.distappguard.cli;

import static io.distappguard.telemetry.Collected.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call is in the count of one interval, never in two or none. */
class CollectorCountsTest {

  @TempDir Path folder;

  @Test
  void callsOfManyThreadsAreCountedOnceThoughTheTurnsChangeFast()
      throws IOException, InterruptedException {
    everyReadIsCounted("--interval", "5");
  }

  @Test
  void callsAreCountedThoughTheTableHasNoRoomForThem() throws IOException, InterruptedException {
    everyReadIsCounted("--interval", "50", "--most-counts", "40");
  }

  private void everyReadIsCounted(String... options) throws IOException, InterruptedException {
    Path files = Files.createDirectory(folder.resolve("files"));
    Path stream = folder.resolve("readers.stream");
    try (WatchedGroup group = WatchedGroup.make()) {
      watch(group, stream, files, options);
    }

    Collected seen = new Collected();
    Intake intake = Inputs.open(stream).readExchanges(seen, Progress.SILENT);

    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(seen.gaps).isEmpty();
    for (int number = 0; number < ManyReaders.FILES; number++) {
      assertThat(seen.calls(Operation.READ, file(files.resolve("file-" + number).toString())))
          .as("reads of file %d", number)
          .isEqualTo(ManyReaders.THREADS * ManyReaders.ROUNDS);
    }
  }

  private void watch(WatchedGroup group, Path stream, Path files, String... options)
      throws IOException, InterruptedException {
    Process collector =
        group
            .collector(options)
            .redirectOutput(stream.toFile())
            .redirectError(folder.resolve("collector.log").toFile())
            .start();
    try {
      WatchedGroup.awaitBeginning(stream, collector);
      assertThat(WatchedGroup.run(group.withinJava(ManyReaders.class, files.toString()))).isZero();
    } finally {
      collector.getOutputStream().close();
      assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
  }
}
