package io.distappguard.telemetry.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.json.PlainReading;
import io.distappguard.telemetry.trace.TraceAssembler;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class JaegerFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesAreAcceptedOrRefused(byte[] bytes) throws IOException {
    Collected seen = new Collected();
    Intake intake = new JaegerReader(new ByteArrayInputStream(bytes), "input").read(seen);
    assertThat(intake.accepted()).isEqualTo(seen.calls.size());
    PlainReading.ofJaeger(bytes, intake, seen.calls);
    TraceAssembler assembler = new TraceAssembler(trace -> {});
    seen.calls.forEach(assembler::call);
    assembler.finish();
    assertThat(assembler.counts().received()).isEqualTo(intake.accepted());
  }
}
