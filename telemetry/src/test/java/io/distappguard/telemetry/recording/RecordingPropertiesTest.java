package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.files.TemporaryFolder;
import io.distappguard.telemetry.Collected;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RecordingPropertiesTest {

  @Property(tries = 25, seed = "962")
  void whatIsWrittenIsReadBack(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int intervals) throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.make("recording")) {
      Collected written = new Samples(seed, intervals).write(temporary.path().resolve("run"));
      Collected read = new Collected();
      Recording recording = Recording.open(temporary.path().resolve("run"));
      assertThat(recording.readExchanges(read).rejected()).isZero();
      assertThat(recording.readCalls(read).rejected()).isZero();
      Samples.assertSame(read, written);
    }
  }
}
