package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.files.TemporaryFolder;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;

/**
 * A recording in which bytes were changed is read with losses counted, or refused; what is wrong is
 * never taken for what was written, and never takes memory. The sink checks its own contract.
 */
class RecordingFuzzTest {

  private static final long MOST_ALLOCATED = 64 << 20;

  private static final String[] FILES = {
    "exchanges.avro", "calls.avro", "entities.avro", "processes.avro", "containers.avro"
  };

  @FuzzTest(maxDuration = "15s")
  void anyDamageIsCountedOrReported(byte[] damage) throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.make("recording")) {
      Path target = temporary.path().resolve("run");
      Collected written = new Samples(5, 30).write(target);
      boolean damaged = false;
      for (String name : FILES) {
        damaged |= change(target.resolve(name), damage);
      }
      long before = allocated();
      Collected read = new Collected();
      boolean told = false;
      try {
        Intake intake = Recording.open(target).readExchanges(read);
        assertThat(intake.received()).isEqualTo(intake.accepted() + intake.rejected());
        assertThat(intake.accepted()).isEqualTo(read.exchanges.size());
        told = intake.rejected() > 0;
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("avro");
        told = true;
      }
      Intake calls = Recording.open(target).readCalls(read);
      assertThat(calls.accepted()).isEqualTo(read.calls.size());
      told |= calls.rejected() > 0;
      assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
      assertThat(told).as("damage is told").isEqualTo(damaged);
      if (!told) {
        assertThat(read.exchanges).isEqualTo(written.exchanges);
        assertThat(new HashSet<>(read.calls)).isEqualTo(new HashSet<>(written.calls));
      }
    }
  }

  @FuzzTest(maxDuration = "15s")
  void anyHeaderIsReadOrRefused(byte[] damage) throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.make("recording")) {
      Path target = temporary.path().resolve("run");
      new Samples(5, 3).write(target);
      change(target.resolve("recording.json"), damage);
      long before = allocated();
      Collected read = new Collected();
      try {
        Intake intake = Recording.open(target).readExchanges(read);
        assertThat(intake.accepted()).isEqualTo(read.exchanges.size());
      } catch (IOException refused) {
        assertThat(refused).hasMessageMatching("(?s).*(recording.json|avro).*");
      }
      assertThat(allocated() - before).isLessThan(MOST_ALLOCATED);
    }
  }

  /** Three bytes of damage are a place and what is changed there. */
  private static boolean change(Path file, byte[] damage) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] bytes = whole.clone();
    for (int index = 0; index + 2 < damage.length; index += 3) {
      int at = ((damage[index] & 0xff) << 8 | damage[index + 1] & 0xff) % bytes.length;
      bytes[at] ^= damage[index + 2];
    }
    Files.write(file, bytes);
    return !Arrays.equals(bytes, whole);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
