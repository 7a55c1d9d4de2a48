package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RecordingPropertiesTest {

  @Property(tries = 25, seed = "962")
  void whatIsWrittenIsReadBack(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int intervals) throws IOException {
    Path folder = Files.createTempDirectory("recording");
    try {
      Collected written = new Samples(seed, intervals).write(folder.resolve("run"));
      Collected read = new Collected();
      Recording recording = Recording.open(folder.resolve("run"));
      assertThat(recording.readExchanges(read).rejected()).isZero();
      assertThat(recording.readCalls(read).rejected()).isZero();
      Samples.assertSame(read, written);
    } finally {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
