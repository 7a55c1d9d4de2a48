package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.files.TemporaryFolder;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording in which bytes were changed is read with losses counted, or refused. */
class RecordingFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyDamageIsCountedOrReported(byte[] damage) throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.make("recording")) {
      Path target = temporary.path().resolve("run");
      new Samples(5, 30).write(target);
      for (String name : new String[] {"exchanges.avro", "calls.avro", "entities.avro"}) {
        Path file = target.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int index = 0; index + 2 < damage.length; index += 3) {
          int at = ((damage[index] & 0xff) << 8 | damage[index + 1] & 0xff) % bytes.length;
          bytes[at] ^= damage[index + 2];
        }
        Files.write(file, bytes);
      }
      Collected read = new Collected();
      try {
        Intake intake = Recording.open(target).readExchanges(read);
        assertThat(intake.accepted()).isEqualTo(read.exchanges.size());
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("avro");
      }
      try {
        Recording.open(target).readCalls(read);
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("avro");
      }
    }
  }
}
