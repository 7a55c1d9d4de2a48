package io.distappguard.telemetry.otlp;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.TextCache;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes OTLP's messages from {@code TracesData} (which {@code ExportTraceServiceRequest} equals)
 * to spans. Field numbers from opentelemetry-proto 1.8, trace/v1/trace.proto, resource.proto and
 * common.proto; unknown fields are ignored.
 *
 * <pre>
 * TracesData     1 resource_spans*
 * ResourceSpans  1 resource          2 scope_spans*
 * Resource       1 attributes*
 * ScopeSpans     2 spans*
 * Span           1 trace_id  2 span_id  4 parent_span_id  5 name  6 kind
 *                7 start_time_unix_nano  8 end_time_unix_nano  9 attributes*  15 status
 * Status         3 code
 * KeyValue       1 key  2 value
 * AnyValue       1 string  2 bool  3 int  4 double
 * </pre>
 *
 * Not thread-safe.
 */
final class SpanMessages {

  static final String DAMAGED_SPAN = "damaged span";
  static final String DAMAGED_MESSAGE = "damaged message";
  static final String CUT_OFF = "message cut off";

  private static final int STATUS_CODE_ERROR = 2;

  private final Wire wire = new Wire();
  private final TextCache texts = new TextCache();
  private final Reporter reporter = new Reporter();
  private final SpanFields span = new SpanFields();
  private final byte[] traceIdBytes = new byte[16];
  private String traceId = "";

  /** Takes in a {@code TracesData}. */
  void tracesData(
      byte[] bytes,
      int from,
      int to,
      boolean cutOff,
      CallSink sink,
      Intake intake,
      Supplier<String> position) {
    wire.over(bytes, from, to, cutOff);
    guarded(
        cutOff,
        intake,
        position,
        () -> {
          while (wire.more()) {
            int tag = wire.tag();
            if (tag == (1 << 3 | Wire.LENGTH)) {
              int outer = wire.enterWhatIsThere();
              resourceSpans(sink, intake, position);
              wire.leave(outer);
            } else {
              wire.skip(tag);
            }
          }
        });
  }

  /** Takes in a {@code ResourceSpans}. */
  void resourceSpans(
      byte[] bytes,
      int from,
      int to,
      boolean cutOff,
      CallSink sink,
      Intake intake,
      Supplier<String> position) {
    wire.over(bytes, from, to, cutOff);
    guarded(cutOff, intake, position, () -> resourceSpans(sink, intake, position));
  }

  private interface Decoding {
    void run() throws DamagedMessageException;
  }

  /** What is cut off is one event refused, whether within a span or between spans. */
  private static void guarded(
      boolean cutOff, Intake intake, Supplier<String> position, Decoding decoding) {
    long before = intake.rejected();
    try {
      decoding.run();
    } catch (DamagedMessageException exception) {
      if (!cutOff) {
        intake.reject(DAMAGED_MESSAGE, position.get());
      }
    }
    if (cutOff && intake.rejected() == before) {
      intake.reject(CUT_OFF, position.get());
    }
  }

  private void resourceSpans(CallSink sink, Intake intake, Supplier<String> position)
      throws DamagedMessageException {
    reporter.clear();
    // The resource may stand behind its spans.
    int from = wire.at();
    int to = wire.end();
    boolean whole = findResource();
    wire.resume(from, to);
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == (2 << 3 | Wire.LENGTH)) {
        int outer = wire.enterWhatIsThere();
        scopeSpans(sink, intake, position);
        wire.leave(outer);
      } else {
        wire.skip(tag);
      }
    }
    if (!whole) {
      throw new DamagedMessageException("damaged resource");
    }
  }

  /** Whether all could be looked through. */
  private boolean findResource() {
    try {
      while (wire.more()) {
        int tag = wire.tag();
        if (tag == (1 << 3 | Wire.LENGTH)) {
          int outer = wire.enter();
          while (wire.more()) {
            int field = wire.tag();
            if (field == (1 << 3 | Wire.LENGTH)) {
              attribute(true);
            } else {
              wire.skip(field);
            }
          }
          wire.leave(outer);
        } else {
          wire.skip(tag);
        }
      }
      return true;
    } catch (DamagedMessageException exception) {
      return false;
    }
  }

  private void scopeSpans(CallSink sink, Intake intake, Supplier<String> position)
      throws DamagedMessageException {
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == (2 << 3 | Wire.LENGTH)) {
        int outer = wire.enter();
        String problem = span();
        if (problem == null) {
          Call call = span.toCall(reporter.service(), reporter.instance());
          intake.accept();
          intake.sawMicros(call.startNanos() / 1000);
          intake.sawMicros((call.startNanos() + call.durationNanos()) / 1000);
          sink.call(call);
        } else {
          intake.reject(problem, intake.rejections().knows(problem) ? "" : position.get());
        }
        wire.leave(outer);
      } else {
        wire.skip(tag);
      }
    }
  }

  /** Why the span cannot be taken in; null where it can. */
  private @Nullable String span() {
    span.clear();
    int end = wire.end();
    try {
      while (wire.more()) {
        int tag = wire.tag();
        switch (tag) {
          case 1 << 3 | Wire.LENGTH -> span.traceId(traceId());
          case 2 << 3 | Wire.LENGTH -> span.spanId(spanId());
          case 4 << 3 | Wire.LENGTH -> span.parentSpanId(spanId());
          case 5 << 3 | Wire.LENGTH -> span.name(text());
          case 6 << 3 | Wire.VARINT -> span.kind(kind(wire.varint()));
          case 7 << 3 | Wire.FIXED64 -> span.startNanos(wire.fixed64());
          case 8 << 3 | Wire.FIXED64 -> span.endNanos(wire.fixed64());
          case 9 << 3 | Wire.LENGTH -> attribute(false);
          case 15 << 3 | Wire.LENGTH -> status();
          default -> wire.skip(tag);
        }
      }
      return span.problem(reporter.service());
    } catch (DamagedMessageException exception) {
      wire.resume(end, end);
      return DAMAGED_SPAN;
    }
  }

  private void status() throws DamagedMessageException {
    int outer = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == (3 << 3 | Wire.VARINT)) {
        span.failed(wire.varint() == STATUS_CODE_ERROR);
      } else {
        wire.skip(tag);
      }
    }
    wire.leave(outer);
  }

  private void attribute(boolean ofResource) throws DamagedMessageException {
    int outer = wire.enter();
    String key = "";
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == (1 << 3 | Wire.LENGTH)) {
        key = text();
      } else if (tag == (2 << 3 | Wire.LENGTH)
          && (ofResource ? Reporter.wants(key) : SpanFields.wants(key))) {
        String value = value();
        if (ofResource) {
          reporter.attribute(key, value);
        } else {
          span.attribute(key, value);
        }
      } else {
        wire.skip(tag);
      }
    }
    wire.leave(outer);
  }

  private String value() throws DamagedMessageException {
    int outer = wire.enter();
    String value = "";
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case 1 << 3 | Wire.LENGTH -> value = text();
        case 2 << 3 | Wire.VARINT -> value = wire.varint() == 0 ? "false" : "true";
        case 3 << 3 | Wire.VARINT -> value = Long.toString(wire.varint());
        case 4 << 3 | Wire.FIXED64 ->
            value = Double.toString(Double.longBitsToDouble(wire.fixed64()));
        default -> wire.skip(tag);
      }
    }
    wire.leave(outer);
    return value;
  }

  private String text() throws DamagedMessageException {
    int outer = wire.enter();
    String text = texts.text(wire.bytes(), wire.at(), wire.end());
    wire.leave(outer);
    return text;
  }

  private String spanId() throws DamagedMessageException {
    int outer = wire.enter();
    int length = wire.end() - wire.at();
    String id =
        length == 8
            ? SpanIds.hex(wire.bytes(), wire.at(), wire.end())
            : length == 0 ? "" : SpanIds.INVALID;
    wire.leave(outer);
    return id;
  }

  /** Spans of a trace often come one after another. */
  private String traceId() throws DamagedMessageException {
    int outer = wire.enter();
    int from = wire.at();
    if (wire.end() - from != 16) {
      wire.leave(outer);
      return SpanIds.INVALID;
    }
    if (traceId.isEmpty() || !Arrays.equals(traceIdBytes, 0, 16, wire.bytes(), from, wire.end())) {
      System.arraycopy(wire.bytes(), from, traceIdBytes, 0, 16);
      traceId = SpanIds.hex(traceIdBytes, 0, 16);
    }
    wire.leave(outer);
    return traceId;
  }

  private static Call.Kind kind(long number) {
    return switch ((int) number) {
      case 2 -> Call.Kind.SERVER;
      case 3 -> Call.Kind.CLIENT;
      case 4 -> Call.Kind.PRODUCER;
      case 5 -> Call.Kind.CONSUMER;
      default -> Call.Kind.INTERNAL;
    };
  }
}
