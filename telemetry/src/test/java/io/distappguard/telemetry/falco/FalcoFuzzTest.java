package io.distappguard.telemetry.falco;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.EventFiles;
import java.io.IOException;

class FalcoFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    EventFiles.readAnything(FalcoReader::open, bytes);
  }
}
