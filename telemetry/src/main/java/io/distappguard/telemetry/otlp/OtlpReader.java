package io.distappguard.telemetry.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.json.JsonCallReader;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads OTLP JSON: one export request a line, or documents over many lines, wherever they are
 * wrapped: {@code {"trace": …}} (Tempo), {@code {"result": …}} (Jaeger's query API), {@code
 * {"batches": [resource, …]}} (Tempo), arrays. Ids are hex, or base64 as protobuf's own mapping to
 * JSON has bytes; names are in camel or snake case; 64-bit numbers strings or numbers, enumerations
 * numbers or names, unknown fields are ignored (opentelemetry-proto/docs/specification.md, JSON
 * Protobuf Encoding). In a program's output a request may stand behind the head of a log line.
 *
 * <p>An event is a span; a line that is not JSON is one event refused, besides the spans read from
 * it before it broke. Not thread-safe.
 */
public final class OtlpReader extends JsonCallReader {

  static final String NOT_SPANS = "no resourceSpans";

  /** One of them is in all OTLP JSON of spans. */
  private static final List<String> TELLING_FIELDS =
      List.of(
          "resourceSpans",
          "resource_spans",
          "scopeSpans",
          "scope_spans",
          "instrumentationLibrarySpans");

  /** As the first field of a request begins, and of a resource. */
  private static final byte[] RESOURCE = "\"resource".getBytes(StandardCharsets.US_ASCII);

  private final List<SpanFields> spans = new ArrayList<>();
  private final Reporter reporter = new Reporter();

  /**
   * @param stream plain JSON; closed by {@link #close}
   * @param name how positions name it
   */
  public OtlpReader(InputStream stream, String name) {
    super(stream, name, NOT_SPANS);
  }

  /** Whether it may be OTLP JSON, or a program's output that holds some. */
  public static boolean recognises(Beginning beginning) {
    if (!beginning.isJson()
        && !beginning.hasLineWith("{\"resource")
        && !beginning.hasLineWith("{ \"resource")) {
      return false;
    }
    for (String field : TELLING_FIELDS) {
      if (beginning.hasLineWith('"' + field + '"')) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected int valueWithin(byte[] buffer, int from, int to) {
    for (int index = from; index + 2 + RESOURCE.length < to; index++) {
      if (buffer[index] == '{') {
        int quote = buffer[index + 1] == ' ' ? index + 2 : index + 1;
        int end = quote + RESOURCE.length;
        if (Arrays.equals(buffer, quote, end, RESOURCE, 0, RESOURCE.length)) {
          return index;
        }
      }
    }
    return to;
  }

  /** One resource of a request; requests may come one after another, or in an array. */
  @Override
  protected boolean element(JsonParser parser, CallSink sink) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case FIELD_NAME -> {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (isOfResource(field, value)) {
            // The logging exporters of the Java agent write resources one by one.
            resource(parser, field, sink);
            return true;
          }
          if (value == JsonToken.START_ARRAY && isResources(field)) {
            recognise();
          } else if (!isWrapper(field)) {
            parser.skipChildren();
          }
        }
        case START_OBJECT -> {
          if (isResource(parser.getParsingContext())) {
            resource(parser, nextField(parser), sink);
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
    return request != null && request.inObject() && isResources(request.getCurrentName());
  }

  private static boolean isResources(String field) {
    return switch (field) {
      case "resourceSpans", "resource_spans", "batches" -> true;
      default -> false;
    };
  }

  private static boolean isWrapper(String field) {
    return switch (field) {
      case "trace", "traces", "result", "data", "tracesData", "traces_data" -> true;
      default -> false;
    };
  }

  private static boolean isOfResource(String field, JsonToken value) {
    return field.equals("resource") && value == JsonToken.START_OBJECT
        || isScopes(field) && value == JsonToken.START_ARRAY;
  }

  /** Moves to the value of the next field; null at the object's end. */
  private static @Nullable String nextField(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String field = parser.currentName();
    parser.nextToken();
    return field;
  }

  /**
   * @param first name of the resource's first field, whose value is at hand
   */
  private void resource(JsonParser parser, @Nullable String first, CallSink sink)
      throws IOException {
    spans.clear();
    reporter.clear();
    boolean whole = false;
    try {
      for (String field = first; field != null; field = nextField(parser)) {
        JsonToken value = parser.currentToken();
        if (field.equals("resource") && value == JsonToken.START_OBJECT) {
          resourceFields(parser);
        } else if (isScopes(field) && value == JsonToken.START_ARRAY) {
          recognise();
          while (nextObject(parser)) {
            scope(parser);
          }
        } else {
          parser.skipChildren();
        }
      }
      whole = true;
    } finally {
      // Where it broke off, whose spans they are may not have come; the damage is counted.
      if (whole || !reporter.service().isEmpty()) {
        for (SpanFields span : spans) {
          take(span, reporter, parser, sink);
        }
      }
      spans.clear();
    }
  }

  private static boolean isScopes(String field) {
    return switch (field) {
      case "scopeSpans",
          "scope_spans",
          "instrumentationLibrarySpans",
          "instrumentation_library_spans" ->
          true;
      default -> false;
    };
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
        case "traceId", "trace_id" -> span.traceId(SpanIds.exact(text(parser, value), 32));
        case "spanId", "span_id" -> span.spanId(SpanIds.exact(text(parser, value), 16));
        case "parentSpanId", "parent_span_id" ->
            span.parentSpanId(SpanIds.exact(text(parser, value), 16));
        case "name" -> span.name(text(parser, value));
        case "kind" -> span.kind(SpanFields.kindNamed(text(parser, value)));
        case "startTimeUnixNano", "start_time_unix_nano" ->
            span.startNanos(number(text(parser, value)));
        case "endTimeUnixNano", "end_time_unix_nano" -> span.endNanos(number(text(parser, value)));
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
