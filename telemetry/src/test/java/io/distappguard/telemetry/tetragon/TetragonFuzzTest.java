package io.distappguard.telemetry.tetragon;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.EventFiles;
import java.io.IOException;

class TetragonFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    EventFiles.readAnything(TetragonReader::open, bytes);
  }
}
