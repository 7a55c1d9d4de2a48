package io.distappguard.telemetry.auditd;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.EventFiles;
import java.io.IOException;

class AuditFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    EventFiles.readAnything(AuditReader::open, bytes);
  }
}
