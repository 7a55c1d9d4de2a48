package io.distappguard.telemetry.jaeger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.json.JsonCallReader;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of Jaeger's UI and query service: {@code {"data": [trace, …]}}, over many lines or
 * one; also a trace a line; and spans as Jaeger's storage in Elasticsearch has them, one a line,
 * each with its process: plain, within {@code _source} as elasticdump and searches give them, or
 * behind the lines of a bulk request (Jaeger,
 * internal/storage/v1/elasticsearch/spanstore/internal/dbmodel). Times are microseconds. A span's
 * parent is its {@code CHILD_OF} reference within the trace, else its {@code FOLLOWS_FROM}, else
 * {@code parentSpanID}; its kind the tag {@code span.kind}; its service that of its process
 * (Jaeger, model/json/model.go).
 *
 * <p>An event is a span. A trace's spans wait for its processes, which come behind them. Not
 * thread-safe.
 */
public final class JaegerReader extends JsonCallReader {

  static final String NOT_JAEGER = "no Jaeger traces";
  static final String NO_PROCESS = "span without a known process";

  private static final int MOST_PROCESSES = 10_000;
  private static final Reporter NOBODY = new Reporter();

  private final List<Pending> spans = new ArrayList<>();
  private final Map<String, Reporter> processes = new HashMap<>();

  /** What the fields of the object at hand make, should they be a span's. */
  private Pending loose = new Pending();

  /** A span that waits for its process, which it names or has within. */
  private static final class Pending {
    final SpanFields fields = new SpanFields();
    String process = "";
    @Nullable Reporter reporter;
    String traceId = "";
    boolean isSpan;
    int parentRank;
    long startMicros = -1;
    long startMillis = -1;
    long durationMicros = -1;
  }

  /**
   * @param stream plain JSON; closed by {@link #close}
   * @param name how positions name it
   */
  public JaegerReader(InputStream stream, String name) {
    super(stream, name, NOT_JAEGER);
  }

  /** Whether it may be Jaeger's JSON. */
  public static boolean recognises(Beginning beginning) {
    return beginning.isJsonWith("spanID", "operationName");
  }

  /** One trace or span; it stands in {@code data}, in {@code hits}, in an array, or alone. */
  @Override
  protected boolean element(JsonParser parser, CallSink sink) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> {
          if (!parser.getParsingContext().getParent().inRoot()) {
            trace(parser, sink);
            return true;
          }
        }
        case FIELD_NAME -> {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (field.equals("data") && value == JsonToken.START_ARRAY) {
            recognise();
          } else if (!field.equals("hits")) {
            traceField(parser, field, value);
          }
        }
        case END_OBJECT -> {
          takeLoose();
          if (!spans.isEmpty()) {
            give(parser, sink, true);
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  @Override
  protected void reset() {
    spans.clear();
    processes.clear();
    loose = new Pending();
  }

  private void trace(JsonParser parser, CallSink sink) throws IOException {
    reset();
    boolean whole = false;
    try {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        traceField(parser, field, parser.nextToken());
      }
      takeLoose();
      whole = true;
    } finally {
      give(parser, sink, whole);
    }
  }

  private void traceField(JsonParser parser, String field, JsonToken value) throws IOException {
    if (field.equals("spans") && value == JsonToken.START_ARRAY) {
      recognise();
      while (nextObject(parser)) {
        Pending span = span(parser);
        if (spans.size() < MOST_PENDING) {
          spans.add(span);
        } else {
          refuse(TOO_MANY, parser);
        }
      }
    } else if (field.equals("processes") && value == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String id = parser.currentName();
        if (parser.nextToken() == JsonToken.START_OBJECT && processes.size() < MOST_PROCESSES) {
          processes.put(id, process(parser));
        } else {
          parser.skipChildren();
        }
      }
    } else if (field.equals("_source") && value == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String inSource = parser.currentName();
        spanField(parser, inSource, parser.nextToken(), loose);
      }
    } else if (isBulkAction(field, value)) {
      recognise();
      parser.skipChildren();
    } else {
      spanField(parser, field, value, loose);
    }
  }

  /** Before each document of a bulk request stands what is to be done with it. */
  private static boolean isBulkAction(String field, JsonToken value) {
    return value == JsonToken.START_OBJECT && (field.equals("index") || field.equals("create"));
  }

  private void takeLoose() {
    if (loose.isSpan) {
      recognise();
      finish(loose);
      spans.add(loose);
    }
    loose = new Pending();
  }

  /** Of a trace that broke off, which counts as such, what is whole. */
  private void give(JsonParser parser, CallSink sink, boolean whole) {
    for (Pending span : spans) {
      Reporter reporter =
          span.reporter == null ? processes.getOrDefault(span.process, NOBODY) : span.reporter;
      if (reporter != NOBODY) {
        take(span.fields, reporter, parser, sink);
      } else if (whole) {
        refuse(NO_PROCESS, parser);
      }
    }
    reset();
  }

  private static Pending span(JsonParser parser) throws IOException {
    Pending span = new Pending();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      spanField(parser, field, value, span);
    }
    finish(span);
    return span;
  }

  private static void spanField(JsonParser parser, String field, JsonToken value, Pending span)
      throws IOException {
    switch (field) {
      case "traceID" -> {
        span.traceId = SpanIds.any(text(parser, value));
        span.fields.traceId(span.traceId);
      }
      case "spanID" -> {
        span.isSpan = true;
        span.fields.spanId(SpanIds.any(text(parser, value)));
      }
      case "parentSpanID" -> parent(span, 1, SpanIds.any(text(parser, value)));
      case "operationName" -> span.fields.name(text(parser, value));
      case "processID" -> span.process = text(parser, value);
      case "startTime" -> span.startMicros = number(text(parser, value));
      case "startTimeMillis" -> span.startMillis = number(text(parser, value));
      case "duration" -> span.durationMicros = number(text(parser, value));
      case "references" -> references(parser, span, value);
      case "tags" -> tags(parser, value, span.fields::attribute);
      case "tag" -> tagFields(parser, value, span.fields::attribute);
      case "process" -> {
        if (value == JsonToken.START_OBJECT) {
          span.reporter = process(parser);
        } else {
          parser.skipChildren();
        }
      }
      default -> parser.skipChildren();
    }
  }

  private static void finish(Pending span) {
    long millis = span.startMillis;
    boolean isFine = span.startMicros >= 0 || millis < 0 || millis > Long.MAX_VALUE / 1000;
    span.fields.startNanos(nanos(isFine ? span.startMicros : millis * 1000));
    span.fields.durationNanos(nanos(span.durationMicros));
  }

  private static void references(JsonParser parser, Pending span, JsonToken value)
      throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (nextObject(parser)) {
      String type = "";
      String traceId = "";
      String spanId = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        String text = text(parser, parser.nextToken());
        switch (field) {
          case "refType" -> type = text;
          case "traceID" -> traceId = SpanIds.any(text);
          case "spanID" -> spanId = SpanIds.any(text);
          default -> {}
        }
      }
      boolean sameTrace =
          traceId.isEmpty() || span.traceId.isEmpty() || traceId.equals(span.traceId);
      if (sameTrace) {
        parent(span, type.equals("FOLLOWS_FROM") ? 2 : 3, spanId);
      }
    }
  }

  private static void parent(Pending span, int rank, String id) {
    if (rank > span.parentRank) {
      span.parentRank = rank;
      span.fields.parentSpanId(id);
    }
  }

  private static Reporter process(JsonParser parser) throws IOException {
    Reporter process = new Reporter();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "serviceName" -> process.service(text(parser, value));
        case "tags" -> tags(parser, value, process::attribute);
        case "tag" -> tagFields(parser, value, process::attribute);
        default -> parser.skipChildren();
      }
    }
    return process;
  }

  /** Takes a tag's key and its value as text. */
  private interface Tags {
    void tag(String key, String value);
  }

  private static void tags(JsonParser parser, JsonToken value, Tags tags) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (nextObject(parser)) {
      String key = "";
      String text = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (field) {
          case "key" -> key = text(parser, token);
          case "value" -> text = text(parser, token);
          default -> parser.skipChildren();
        }
      }
      tags.tag(key, text);
    }
  }

  /**
   * Tags as fields of one object; Elasticsearch has no points in names, so Jaeger writes {@code @}.
   */
  private static void tagFields(JsonParser parser, JsonToken value, Tags tags) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName().replace('@', '.');
      tags.tag(key, text(parser, parser.nextToken()));
    }
  }
}
