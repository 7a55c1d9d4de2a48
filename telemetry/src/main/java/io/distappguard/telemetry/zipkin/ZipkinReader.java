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
 * Reads Zipkin JSON, version 2 and 1: arrays of spans, arrays of those, or spans, in one document
 * or one a line. Times are microseconds. Where both sides of a call share a span id ({@code
 * shared}), both keep it and are told apart by their kind. The instance is the local endpoint's
 * address (zipkin-api, zipkin2-api.yaml and zipkin-api.yaml).
 *
 * <p>Which version it is, each span tells: one without a local endpoint whose annotations or binary
 * annotations have endpoints is of version 1, see {@link AnnotatedSpan}.
 *
 * <p>An event is a span, of version 1 a side of one; one without a timestamp, such as Zipkin keeps
 * for late annotations, is refused. Not thread-safe.
 */
public final class ZipkinReader extends JsonCallReader {

  static final String NOT_ZIPKIN = "no Zipkin spans";

  private final SpanFields span = new SpanFields();
  private final Reporter reporter = new Reporter();
  private final AnnotatedSpan annotated = new AnnotatedSpan();
  private final Endpoint endpoint = new Endpoint();

  /**
   * @param stream plain JSON; closed by {@link #close}
   * @param name how positions name it
   */
  public ZipkinReader(InputStream stream, String name) {
    super(stream, name, NOT_ZIPKIN);
  }

  /** Who is at one end. */
  private static final class Endpoint {
    String service = "";
    String address = "";
  }

  @Override
  protected boolean element(JsonParser parser, CallSink sink) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        if (span(parser)) {
          recognise();
          give(parser, sink);
        }
        return true;
      }
      if (token == JsonToken.START_ARRAY) {
        recognise();
      }
    }
    return false;
  }

  private void give(JsonParser parser, CallSink sink) {
    if (!reporter.service().isEmpty() || !annotated.hasEndpoints()) {
      take(span, reporter, parser, sink);
      return;
    }
    for (AnnotatedSpan.Side side : annotated.sides()) {
      take(side.fields(), side.reporter(), parser, sink);
    }
  }

  /** Whether it is a span at all. */
  private boolean span(JsonParser parser) throws IOException {
    span.clear();
    reporter.clear();
    annotated.clear();
    long startMicros = -1;
    long durationMicros = 0;
    boolean hasIds = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "traceId" -> {
          hasIds = true;
          annotated.traceId = SpanIds.any(text(parser, value));
          span.traceId(annotated.traceId);
        }
        case "id" -> {
          annotated.spanId = SpanIds.any(text(parser, value));
          span.spanId(annotated.spanId);
        }
        case "parentId" -> {
          annotated.parentId = SpanIds.any(text(parser, value));
          span.parentSpanId(annotated.parentId);
        }
        case "kind" -> span.kind(SpanFields.kindNamed(text(parser, value)));
        case "name" -> {
          annotated.name = text(parser, value);
          span.name(annotated.name);
        }
        case "timestamp" -> startMicros = number(text(parser, value));
        case "duration" -> durationMicros = number(text(parser, value));
        case "localEndpoint" -> {
          endpoint(parser, value);
          reporter.service(endpoint.service);
          reporter.attribute("ip", endpoint.address);
        }
        case "tags" -> tags(parser, value);
        case "annotations" -> annotations(parser, value);
        case "binaryAnnotations" -> binaryAnnotations(parser, value);
        default -> parser.skipChildren();
      }
    }
    span.startNanos(nanos(startMicros));
    span.durationNanos(nanos(durationMicros));
    annotated.startNanos = nanos(startMicros);
    annotated.durationNanos = nanos(durationMicros);
    return hasIds;
  }

  private void annotations(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (nextObject(parser)) {
      long micros = -1;
      String what = "";
      clearEndpoint();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (field) {
          case "timestamp" -> micros = number(text(parser, token));
          case "value" -> what = text(parser, token);
          case "endpoint" -> endpoint(parser, token);
          default -> parser.skipChildren();
        }
      }
      annotated.annotation(what, nanos(micros), endpoint.service, endpoint.address);
    }
  }

  private void binaryAnnotations(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (nextObject(parser)) {
      String key = "";
      String text = "";
      clearEndpoint();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (field) {
          case "key" -> key = text(parser, token);
          case "value" -> text = text(parser, token);
          case "endpoint" -> endpoint(parser, token);
          default -> parser.skipChildren();
        }
      }
      annotated.binaryAnnotation(key, text, endpoint.service, endpoint.address);
    }
  }

  private void clearEndpoint() {
    endpoint.service = "";
    endpoint.address = "";
  }

  private void endpoint(JsonParser parser, JsonToken value) throws IOException {
    clearEndpoint();
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      String text = text(parser, parser.nextToken());
      switch (field) {
        case "serviceName" -> endpoint.service = text;
        case "ipv4", "ipv6" ->
            endpoint.address = endpoint.address.isEmpty() ? text : endpoint.address;
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
