package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.otlp.OtlpReader;
import io.distappguard.telemetry.zipkin.ZipkinReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fuzz targets' oracle does look, and sees a span that is missing. */
class PlainReadingTest {

  private static final byte[] OTLP =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"GET /","kind":2,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000500000000"}]}]}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] ZIPKIN =
      """
      [{"id":"352bff9a74ca9ad2","traceId":"5af7183fb1d4cf5f","name":"get","timestamp":1556604172355737,"duration":1431,"localEndpoint":{"serviceName":"frontend"}}]
      """
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void whatWasReadIsHeldToIt() throws IOException {
    Collected otlp = new Collected();
    Intake intake = new OtlpReader(new ByteArrayInputStream(OTLP), "input").read(otlp);
    assertThat(PlainReading.ofOtlp(OTLP, intake, otlp.calls)).isTrue();
    assertThatThrownBy(() -> PlainReading.ofOtlp(OTLP, intake, List.of()))
        .isInstanceOf(AssertionError.class);
    Collected zipkin = new Collected();
    Intake other = new ZipkinReader(new ByteArrayInputStream(ZIPKIN), "input").read(zipkin);
    assertThat(PlainReading.ofZipkin(ZIPKIN, other, zipkin.calls)).isTrue();
    assertThatThrownBy(() -> PlainReading.ofZipkin(ZIPKIN, other, List.of()))
        .isInstanceOf(AssertionError.class);
  }
}
