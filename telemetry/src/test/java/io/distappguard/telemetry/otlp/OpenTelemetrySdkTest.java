package io.distappguard.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.Collected;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What OpenTelemetry's own encoder writes, read as protobuf and as JSON. */
class OpenTelemetrySdkTest {

  @Test
  void protobufAndJsonOfTheSdkAreReadAlike() throws IOException {
    List<SpanData> spans = spans();
    TraceRequestMarshaler request = TraceRequestMarshaler.create(spans);
    ByteArrayOutputStream protobuf = new ByteArrayOutputStream();
    request.writeBinaryTo(protobuf);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    request.writeJsonTo(json);
    assertThat(OtlpProtobufReader.recognises(protobuf.toByteArray())).isTrue();

    List<Call> calls = calls(new OtlpProtobufReader(stream(protobuf), "input"));
    assertThat(calls).isEqualTo(calls(new OtlpReader(stream(json), "input")));

    assertThat(calls).hasSize(spans.size());
    for (int index = 0; index < calls.size(); index++) {
      SpanData span = spans.get(index);
      Call call = calls.get(index);
      assertThat(call.traceId()).isEqualTo(span.getTraceId());
      assertThat(call.spanId()).isEqualTo(span.getSpanId());
      assertThat(call.startNanos()).isEqualTo(span.getStartEpochNanos());
      assertThat(call.durationNanos())
          .isEqualTo(span.getEndEpochNanos() - span.getStartEpochNanos());
      assertThat(call.kind().name()).isEqualTo(span.getKind().name());
      assertThat(call.failed()).isEqualTo(span.getStatus().getStatusCode() == StatusCode.ERROR);
      assertThat(call.service()).isEqualTo("shop");
      assertThat(call.instance()).isEqualTo("shop-1");
    }
    // spans end from the innermost
    assertThat(calls)
        .extracting(Call::operation, Call::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("cart.Cart/Add", "UNAVAILABLE"),
            org.assertj.core.groups.Tuple.tuple("work", null),
            org.assertj.core.groups.Tuple.tuple("POST /cart/{id}", "503"));
    assertThat(calls.getLast().parentSpanId()).isNull();
    assertThat(calls.getFirst().parentSpanId()).isEqualTo(calls.get(1).spanId());
  }

  private static List<SpanData> spans() {
    List<SpanData> ended = new ArrayList<>();
    Resource resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"), "shop",
                AttributeKey.stringKey("service.instance.id"), "shop-1",
                AttributeKey.stringArrayKey("list"), List.of("a", "b")));
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .addSpanProcessor(SimpleSpanProcessor.create(new Keeping(ended)))
            .build()) {
      Tracer tracer = provider.get("test");
      Span root = tracer.spanBuilder("POST").setSpanKind(SpanKind.SERVER).startSpan();
      root.setAttribute("http.request.method", "POST");
      root.setAttribute("http.route", "/cart/{id}");
      root.setAttribute("http.response.status_code", 503);
      root.setStatus(StatusCode.ERROR, "down");
      Span work = tracer.spanBuilder("work").setParent(Context.root().with(root)).startSpan();
      work.addEvent("begin");
      Span client =
          tracer
              .spanBuilder("add")
              .setParent(Context.root().with(work))
              .setSpanKind(SpanKind.CLIENT)
              .startSpan();
      client.setAttribute("rpc.service", "cart.Cart");
      client.setAttribute("rpc.method", "Add");
      client.setAttribute("rpc.grpc.status_code", 14);
      client.setAttribute("share", 0.5);
      client.setStatus(StatusCode.ERROR);
      client.end();
      work.end();
      root.end();
    }
    return ended;
  }

  private record Keeping(List<SpanData> spans) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> more) {
      spans.addAll(more);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static List<Call> calls(CallReader reader) throws IOException {
    Collected seen = new Collected();
    assertThat(reader.read(seen).rejections().entries()).isEmpty();
    return seen.calls;
  }

  private static ByteArrayInputStream stream(ByteArrayOutputStream bytes) {
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
