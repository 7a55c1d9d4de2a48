package io.distappguard.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Fuzz targets of the stream's blocks, and of the records within sound blocks. */
class CollectorFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    read(bytes);
  }

  @FuzzTest(maxDuration = "15s")
  void anyRecordsAreAcceptedOrRefused(byte[] payload) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(payload);
    ByteBuffer block = ByteBuffer.allocate(16 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    block.put(StreamBlocks.MAGIC).putInt(StreamBlocks.VERSION);
    block.putInt(payload.length).putInt((int) sum.getValue());
    read(block.put(payload).array());
  }

  private static void read(byte[] bytes) throws IOException {
    Intake intake =
        StreamBytes.read(new ByteArrayInputStream(bytes), new Collected(), CollectorReader::open);
    assertThat(intake.received()).isEqualTo(intake.accepted() + intake.rejected());
  }
}
