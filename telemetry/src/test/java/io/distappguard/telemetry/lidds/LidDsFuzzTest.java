package io.distappguard.telemetry.lidds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Fuzz target of the reader of LID-DS recordings. */
class LidDsFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyTextIsAcceptedOrRefused(byte[] bytes) throws IOException {
    Intake intake =
        new LidDsReaderContractTest().read(new ByteArrayInputStream(bytes), new Collected());
    assertThat(intake.received()).isEqualTo(intake.accepted() + intake.rejected());
  }
}
