package io.distappguard.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.json.PlainReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class OtlpFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyJsonIsAcceptedOrRefused(byte[] bytes) throws IOException {
    Collected seen = new Collected();
    Intake intake = new OtlpReader(new ByteArrayInputStream(bytes), "input").read(seen);
    assertThat(intake.accepted()).isEqualTo(seen.calls.size());
    PlainReading.ofOtlp(bytes, intake, seen.calls);
  }
}
