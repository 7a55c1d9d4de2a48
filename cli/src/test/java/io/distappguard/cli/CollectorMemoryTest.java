package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the eBPF collector remembers of processes. */
class CollectorMemoryTest {

  /** Longer than the 120 intervals after which other things are forgotten. */
  private static final String SCRIPT =
      "open F, '>/dev/null'; syswrite F, 'a'; $0 = 'TITLE-OF-LATER'; sleep 3; syswrite F, 'b'";

  @TempDir Path folder;

  @Test
  void aProcessThatWaitsForLongIsNotToldAnewWithTheTitleItHasWrittenOverItsArguments()
      throws IOException, InterruptedException {
    Path stream = folder.resolve("waiting.stream");
    try (WatchedGroup group = WatchedGroup.make()) {
      Process collector =
          group
              .collector("--interval", "10")
              .redirectOutput(stream.toFile())
              .redirectError(folder.resolve("collector.log").toFile())
              .start();
      try {
        WatchedGroup.awaitBeginning(stream, collector);
        assertThat(WatchedGroup.run(group.within("perl", "-e", SCRIPT))).isZero();
      } finally {
        collector.getOutputStream().close();
        assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
      }
    }

    String told = Files.readString(stream, StandardCharsets.ISO_8859_1);
    assertThat(told).contains("perl").doesNotContain("TITLE-OF-LATER");
  }
}
