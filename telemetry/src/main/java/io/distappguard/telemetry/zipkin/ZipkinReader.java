package io.distappguard.telemetry.zipkin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.json.JsonCallReader;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads Zipkin v2 JSON: arrays of spans, arrays of those, or spans, in one document or one a line.
 * Times are microseconds. Where both sides of a call share a span id ({@code shared}), both keep it
 * and are told apart by their kind. The instance is the local endpoint's address (zipkin-api,
 * zipkin2-api.yaml).
 *
 * <p>An event is a span; one without a timestamp, such as Zipkin keeps for late annotations, is
 * refused. Not thread-safe.
 */
public final class ZipkinReader extends JsonCallReader {

  static final String NOT_ZIPKIN = "no Zipkin spans";

  private final SpanFields span = new SpanFields();
  private final Reporter reporter = new Reporter();

  /**
   * @param stream plain JSON; closed by {@link #close}
   * @param name how positions name it
   */
  public ZipkinReader(InputStream stream, String name) {
    super(stream, name, NOT_ZIPKIN);
  }

  @Override
  protected boolean element(JsonParser parser, CallSink sink) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        if (span(parser)) {
          recognise();
          take(span, reporter, parser, sink);
        }
        return true;
      }
      if (token == JsonToken.START_ARRAY) {
        recognise();
      }
    }
    return false;
  }

  /** Whether it is a span at all. */
  private boolean span(JsonParser parser) throws IOException {
    span.clear();
    reporter.clear();
    long startMicros = -1;
    long durationMicros = 0;
    boolean hasIds = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "traceId" -> {
          hasIds = true;
          span.traceId(SpanIds.any(text(parser, value)));
        }
        case "id" -> span.spanId(SpanIds.any(text(parser, value)));
        case "parentId" -> span.parentSpanId(SpanIds.any(text(parser, value)));
        case "kind" -> span.kind(SpanFields.kindNamed(text(parser, value)));
        case "name" -> span.name(text(parser, value));
        case "timestamp" -> startMicros = number(text(parser, value));
        case "duration" -> durationMicros = number(text(parser, value));
        case "localEndpoint" -> endpoint(parser, value);
        case "tags" -> tags(parser, value);
        default -> parser.skipChildren();
      }
    }
    span.startNanos(nanos(startMicros));
    span.durationNanos(nanos(durationMicros));
    return hasIds;
  }

  private void endpoint(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      String text = text(parser, parser.nextToken());
      switch (field) {
        case "serviceName" -> reporter.service(text);
        case "ipv4", "ipv6" -> reporter.attribute("ip", text);
        default -> {}
      }
    }
  }

  private void tags(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      span.attribute(key, text(parser, parser.nextToken()));
    }
  }
}
