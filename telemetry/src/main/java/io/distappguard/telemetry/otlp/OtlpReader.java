package io.distappguard.telemetry.otlp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.line.LineReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads OTLP JSON: one export request a line, or one document over many lines. Ids are hex, 64-bit
 * numbers strings or numbers, enumerations numbers or names, unknown fields are ignored
 * (opentelemetry-proto, docs/specification.md, JSON Protobuf Encoding).
 *
 * <p>An event is a span; a line that is not JSON is one event refused, besides the spans read from
 * it before it broke. Not thread-safe.
 */
public final class OtlpReader {

  static final String NOT_JSON = "not JSON";
  static final String NOT_SPANS = "no resourceSpans";
  static final String DAMAGED = "compressed data damaged";
  static final String TOO_LONG = "line too long";

  private static final int LONGEST_LINE = 16 << 20;
  private static final int PEEKED = 64 * 1024;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(1 << 20).build())
          .build();

  private final InputStream stream;
  private final String name;
  private final List<Span> spans = new ArrayList<>();
  private String service = "";
  private @Nullable String instance;

  /**
   * @param stream plain JSON; closed by {@link #read}
   * @param name how positions name it
   */
  public OtlpReader(InputStream stream, String name) {
    this.stream = new BufferedInputStream(stream, PEEKED);
    this.name = name;
  }

  /**
   * Reads everything.
   *
   * @throws IOException where the stream cannot be read further
   */
  public Intake read(CallSink sink) throws IOException {
    Intake intake = new Intake();
    try (stream) {
      if (isOneDocument()) {
        document(sink, intake);
      } else {
        lines(sink, intake);
      }
    }
    return intake;
  }

  private void lines(CallSink sink, Intake intake) throws IOException {
    LineReader lines = new LineReader(stream, name, LONGEST_LINE);
    while (lines.next()) {
      if (lines.tooLong()) {
        intake.reject(TOO_LONG, lines.position());
        continue;
      }
      if (isBlank(lines)) {
        continue;
      }
      try (JsonParser parser =
          JSON.createParser(lines.buffer(), lines.from(), lines.to() - lines.from())) {
        if (!requests(parser, sink, intake, lines.number())) {
          intake.reject(NOT_SPANS, lines.position());
        }
      } catch (JacksonException exception) {
        intake.reject(NOT_JSON, lines.position());
      }
    }
    if (lines.damaged()) {
      intake.reject(DAMAGED, lines.position());
    }
  }

  private void document(CallSink sink, Intake intake) throws IOException {
    try (JsonParser parser = JSON.createParser(stream)) {
      try {
        if (!requests(parser, sink, intake, 0)) {
          intake.reject(NOT_SPANS, name + ":1");
        }
      } catch (JacksonException exception) {
        long line = exception.getLocation() == null ? 1 : exception.getLocation().getLineNr();
        intake.reject(NOT_JSON, name + ":" + line);
      } catch (DamagedStreamException exception) {
        intake.reject(DAMAGED, name + ":" + parser.currentLocation().getLineNr());
      }
    }
  }

  /** Whether the first line is only the beginning of the JSON. */
  private boolean isOneDocument() throws IOException {
    stream.mark(PEEKED);
    byte[] beginning = stream.readNBytes(PEEKED - 1);
    stream.reset();
    String text = new String(beginning, StandardCharsets.ISO_8859_1).stripLeading();
    int newline = text.indexOf('\n');
    String first = newline < 0 ? text : text.substring(0, newline);
    return newline >= 0
        && (first.startsWith("{") || first.startsWith("["))
        && first.stripTrailing().length() < 40
        && !first.contains("}");
  }

  /** One request, several one after another, or an array of them. */
  private boolean requests(JsonParser parser, CallSink sink, Intake intake, long line)
      throws IOException {
    boolean any = false;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
        continue;
      }
      if (token != JsonToken.START_OBJECT) {
        return any;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("resourceSpans") && value == JsonToken.START_ARRAY) {
          any = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            resource(parser, sink, intake, line);
          }
        } else {
          parser.skipChildren();
        }
      }
    }
    return any;
  }

  private void resource(JsonParser parser, CallSink sink, Intake intake, long line)
      throws IOException {
    spans.clear();
    service = "";
    instance = null;
    try {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("resource") && value == JsonToken.START_OBJECT) {
          resourceFields(parser);
        } else if (isScopes(field) && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            scope(parser);
          }
        } else {
          parser.skipChildren();
        }
      }
    } finally {
      for (Span span : spans) {
        String problem = span.problem();
        if (problem == null) {
          sink.call(span.toCall(service, instance));
          intake.accept();
          intake.sawMicros(span.startNanos / 1000);
          intake.sawMicros(span.endNanos / 1000);
        } else {
          long number = line > 0 ? line : parser.currentLocation().getLineNr();
          intake.reject(problem, name + ":" + number);
        }
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
        attributes(
            parser,
            (key, value) -> {
              switch (key) {
                case "service.name" -> service = value;
                case "service.instance.id" -> instance = value;
                default -> {}
              }
            });
      } else {
        parser.skipChildren();
      }
    }
  }

  private void scope(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("spans")) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          Span span = new Span();
          span(parser, span);
          spans.add(span);
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void span(JsonParser parser, Span span) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "traceId" -> span.traceId = text(parser, value);
        case "spanId" -> span.spanId = text(parser, value);
        case "parentSpanId" -> span.parentSpanId = text(parser, value);
        case "name" -> span.name = text(parser, value);
        case "kind" -> span.kind = kind(text(parser, value));
        case "startTimeUnixNano" -> span.startNanos = number(text(parser, value));
        case "endTimeUnixNano" -> span.endNanos = number(text(parser, value));
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
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  private static void status(JsonParser parser, Span span) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      String value = text(parser, parser.nextToken());
      if (field.equals("code")) {
        span.failed = value.equals("2") || value.equals("STATUS_CODE_ERROR");
      }
    }
  }

  /** Takes an attribute's key and its value as text. */
  private interface Attributes {
    void attribute(String key, String value);
  }

  private static void attributes(JsonParser parser, Attributes attributes) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
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

  /** The text of a string or number; empty for all else, which is skipped. */
  private static String text(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  private static int kind(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "2", "SPAN_KIND_SERVER" -> 2;
      case "3", "SPAN_KIND_CLIENT" -> 3;
      case "4", "SPAN_KIND_PRODUCER" -> 4;
      case "5", "SPAN_KIND_CONSUMER" -> 5;
      default -> 1;
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException exception) {
      return -1;
    }
  }

  private static boolean isBlank(LineReader lines) {
    for (int index = lines.from(); index < lines.to(); index++) {
      if (lines.buffer()[index] != ' ' && lines.buffer()[index] != '\t') {
        return false;
      }
    }
    return true;
  }
}
