package io.distappguard.telemetry.scap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Intake;
import java.io.ByteArrayInputStream;

/** Fuzz target of the reader of captures. */
class ScapFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) {
    Intake intake = CaptureBytes.read(new ByteArrayInputStream(bytes)).intake();
    assertThat(intake.received()).isEqualTo(intake.accepted() + intake.rejected());
  }
}
