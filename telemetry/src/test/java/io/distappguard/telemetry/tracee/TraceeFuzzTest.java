package io.distappguard.telemetry.tracee;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.EventFiles;
import java.io.IOException;

class TraceeFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    EventFiles.readAnything(TraceeReader::open, bytes);
  }
}
