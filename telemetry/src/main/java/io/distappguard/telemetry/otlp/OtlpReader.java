package io.distappguard.telemetry.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.json.JsonCallReader;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads OTLP JSON: one export request a line, or documents over many lines. Ids are hex, 64-bit
 * numbers strings or numbers, enumerations numbers or names, unknown fields are ignored
 * (opentelemetry-proto, docs/specification.md, JSON Protobuf Encoding).
 *
 * <p>An event is a span; a line that is not JSON is one event refused, besides the spans read from
 * it before it broke. Not thread-safe.
 */
public final class OtlpReader extends JsonCallReader {

  static final String NOT_SPANS = "no resourceSpans";

  private final List<SpanFields> spans = new ArrayList<>();
  private final Reporter reporter = new Reporter();

  /**
   * @param stream plain JSON; closed by {@link #close}
   * @param name how positions name it
   */
  public OtlpReader(InputStream stream, String name) {
    super(stream, name, NOT_SPANS);
  }

  /** One resource of a request; requests may come one after another, or in an array. */
  @Override
  protected boolean element(JsonParser parser, CallSink sink) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case FIELD_NAME -> {
          String field = parser.currentName();
          if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("resourceSpans")) {
            recognise();
          } else {
            parser.skipChildren();
          }
        }
        case START_OBJECT -> {
          if (isResource(parser.getParsingContext())) {
            resource(parser, sink);
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean isResource(JsonStreamContext object) {
    JsonStreamContext array = object.getParent();
    JsonStreamContext request = array == null ? null : array.getParent();
    return request != null && request.inObject();
  }

  private void resource(JsonParser parser, CallSink sink) throws IOException {
    spans.clear();
    reporter.clear();
    try {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("resource") && value == JsonToken.START_OBJECT) {
          resourceFields(parser);
        } else if (isScopes(field) && value == JsonToken.START_ARRAY) {
          while (nextObject(parser)) {
            scope(parser);
          }
        } else {
          parser.skipChildren();
        }
      }
    } finally {
      for (SpanFields span : spans) {
        take(span, reporter, parser, sink);
      }
      spans.clear();
    }
  }

  private static boolean isScopes(String field) {
    return field.equals("scopeSpans") || field.equals("instrumentationLibrarySpans");
  }

  private void resourceFields(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("attributes")) {
        attributes(parser, reporter::attribute);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void scope(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("spans")) {
        while (nextObject(parser)) {
          SpanFields span = new SpanFields();
          span(parser, span);
          if (spans.size() < MOST_PENDING) {
            spans.add(span);
          } else {
            refuse(TOO_MANY, parser);
          }
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void span(JsonParser parser, SpanFields span) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "traceId" -> span.traceId(SpanIds.exact(text(parser, value), 32));
        case "spanId" -> span.spanId(SpanIds.exact(text(parser, value), 16));
        case "parentSpanId" -> span.parentSpanId(SpanIds.exact(text(parser, value), 16));
        case "name" -> span.name(text(parser, value));
        case "kind" -> span.kind(SpanFields.kindNamed(text(parser, value)));
        case "startTimeUnixNano" -> span.startNanos(number(text(parser, value)));
        case "endTimeUnixNano" -> span.endNanos(number(text(parser, value)));
        case "attributes" -> {
          if (value == JsonToken.START_ARRAY) {
            attributes(parser, span::attribute);
          } else {
            parser.skipChildren();
          }
        }
        case "status" -> {
          if (value == JsonToken.START_OBJECT) {
            status(parser, span);
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  private static void status(JsonParser parser, SpanFields span) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      String value = text(parser, parser.nextToken());
      if (field.equals("code")) {
        span.failed(value.equals("2") || value.equals("STATUS_CODE_ERROR"));
      }
    }
  }

  /** Takes an attribute's key and its value as text. */
  private interface Attributes {
    void attribute(String key, String value);
  }

  private static void attributes(JsonParser parser, Attributes attributes) throws IOException {
    while (nextObject(parser)) {
      String key = "";
      String text = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("key")) {
          key = text(parser, value);
        } else if (field.equals("value") && value == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            text = text(parser, parser.nextToken());
          }
        } else {
          parser.skipChildren();
        }
      }
      attributes.attribute(key, text);
    }
  }
}
