package io.distappguard.telemetry.lttng;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.EventFiles;
import java.io.IOException;

class LttngFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    EventFiles.readAnything(LttngReader::open, bytes);
  }
}
