package io.distappguard.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.distappguard.telemetry.Call;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What spans a message holds by OpenTelemetry's own definitions and protobuf's own decoder: an
 * oracle for the one that steps through bytes. What the decoder refuses may be read in part.
 */
final class ProtobufReading {

  /** What is compared of a span. */
  record Seen(String traceId, String spanId, String service, long startNanos, long durationNanos) {}

  private ProtobufReading() {}

  /** Holds what was read of one message to it, where it is one. */
  static void holds(byte[] message, List<Call> calls) {
    TracesData traces;
    try {
      traces = TracesData.parseFrom(message);
    } catch (InvalidProtocolBufferException exception) {
      return;
    }
    List<Seen> expected = new ArrayList<>();
    for (ResourceSpans resource : traces.getResourceSpansList()) {
      String service = service(resource.getResource());
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          if (!service.isBlank() && isWhole(span)) {
            expected.add(
                new Seen(
                    hex(span.getTraceId()),
                    hex(span.getSpanId()),
                    service,
                    span.getStartTimeUnixNano(),
                    Math.max(0, span.getEndTimeUnixNano() - span.getStartTimeUnixNano())));
          }
        }
      }
    }
    assertThat(
            calls.stream()
                .map(call ->
                    new Seen(
                        call.traceId(),
                        call.spanId(),
                        call.service(),
                        call.startNanos(),
                        call.durationNanos()))
                .toList())
        .isEqualTo(expected);
  }

  private static boolean isWhole(Span span) {
    int parent = span.getParentSpanId().size();
    return isId(span.getTraceId(), 16)
        && isId(span.getSpanId(), 8)
        && (parent == 0 || parent == 8)
        && span.getStartTimeUnixNano() > 0
        && span.getEndTimeUnixNano() >= 0
        && span.getName().length() <= 4096;
  }

  private static boolean isId(ByteString id, int length) {
    return id.size() == length && !id.equals(ByteString.copyFrom(new byte[length]));
  }

  private static String service(Resource resource) {
    String service = "";
    for (KeyValue attribute : resource.getAttributesList()) {
      if (attribute.getKey().equals("service.name") && attribute.hasValue()) {
        service = text(attribute.getValue());
      }
    }
    return service;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> "";
    };
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
