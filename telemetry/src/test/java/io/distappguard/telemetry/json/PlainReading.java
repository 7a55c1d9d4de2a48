package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.span.SpanIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What spans some bytes hold when they are one JSON value on one line, read by Jackson's tree: an
 * oracle for the readers that step through tokens. Values that only a careless writer makes
 * (repeated names, numbers with fractions) it leaves to the readers.
 */
public final class PlainReading {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  /** On one line, without escapes. */
  private static final Pattern PLAIN =
      Pattern.compile("(?:\\{|\\[[\\[{\\]])[^\\n\\r\\\\\\uFFFD]*\\n?");

  /** Numbers that are not whole or have another text, what is too long, what is nested deeply. */
  private static final Pattern ODD =
      Pattern.compile("-0|[:\\[,]\\s*-?\\d+[.eE]|[^\"]{250}|([\\[{][^\\[{]*){100}");

  private final List<Seen> spans = new ArrayList<>();

  /** What is compared of a span. */
  public record Seen(
      String traceId, String spanId, String service, long startNanos, long durationNanos) {

    static Seen of(Call call) {
      return new Seen(
          call.traceId(), call.spanId(), call.service(), call.startNanos(), call.durationNanos());
    }
  }

  private PlainReading() {}

  /** Holds a reader of Zipkin's version 2 to it; false where it leaves the bytes to the reader. */
  public static boolean ofZipkin(byte[] bytes, Intake intake, List<Call> calls) {
    PlainReading reading = new PlainReading();
    JsonNode root = reading.oneLine(bytes, "annotations", "binaryAnnotations");
    if (root != null) {
      reading.zipkin(root);
      reading.isWhatWasRead(intake, calls);
      return true;
    }
    return false;
  }

  /** Holds a reader of Jaeger's traces to it; false where it leaves the bytes to the reader. */
  public static boolean ofJaeger(byte[] bytes, Intake intake, List<Call> calls) {
    PlainReading reading = new PlainReading();
    JsonNode root = reading.oneLine(bytes, "_source", "hits", "parentSpanID", "service.name");
    if (root != null && root.isObject() && root.path("data").isArray() && !root.has("spans")) {
      for (JsonNode trace : root.get("data")) {
        if (!trace.isObject() || trace.has("spanID")) {
          return false;
        }
        reading.jaeger(trace);
      }
      reading.isWhatWasRead(intake, calls);
      return true;
    }
    return false;
  }

  /** Holds a reader of OTLP JSON to it; false where it leaves the bytes to the reader. */
  public static boolean ofOtlp(byte[] bytes, Intake intake, List<Call> calls) {
    PlainReading reading = new PlainReading();
    JsonNode root = reading.oneLine(bytes, "_", "batches", "instrumentationLibrarySpans");
    boolean isRequest = root != null && root.isObject() && root.size() == 1;
    if (root != null && isRequest && root.path("resourceSpans").isArray()) {
      for (JsonNode resource : root.get("resourceSpans")) {
        if (!resource.isObject()) {
          return false;
        }
        reading.otlp(resource);
      }
      reading.isWhatWasRead(intake, calls);
      return true;
    }
    return false;
  }

  private @Nullable JsonNode oneLine(byte[] bytes, String... left) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!PLAIN.matcher(text).matches() || ODD.matcher(text).find()) {
      return null;
    }
    for (String part : left) {
      if (text.contains(part)) {
        return null;
      }
    }
    try (JsonParser parser = JSON.createParser(bytes)) {
      JsonNode root = JSON.readTree(parser);
      return parser.nextToken() == null ? root : null;
    } catch (IOException exception) {
      return null;
    }
  }

  private void zipkin(JsonNode node) {
    if (node.isArray()) {
      node.forEach(this::zipkin);
    } else if (node.has("traceId")) {
      JsonNode endpoint = node.path("localEndpoint");
      long start = number(node.get("timestamp"));
      span(
          SpanIds.any(text(node.get("traceId"))),
          SpanIds.any(text(node.get("id"))),
          SpanIds.any(text(node.get("parentId"))),
          text(node.get("name")),
          endpoint.isObject() ? text(endpoint.get("serviceName")) : "",
          nanos(start),
          nanos(node.has("duration") ? number(node.get("duration")) : 0));
    }
  }

  private void jaeger(JsonNode trace) {
    for (JsonNode span : array(trace.path("spans"))) {
      if (span.isObject()) {
        JsonNode own = span.path("process");
        JsonNode process =
            own.isObject() ? own : trace.path("processes").path(text(span.get("processID")));
        span(
            SpanIds.any(text(span.get("traceID"))),
            SpanIds.any(text(span.get("spanID"))),
            "",
            text(span.get("operationName")),
            process.isObject() ? text(process.get("serviceName")) : "",
            nanos(number(span.get("startTime"))),
            nanos(number(span.get("duration"))));
      }
    }
  }

  private void otlp(JsonNode resource) {
    String service = "";
    for (JsonNode attribute : array(resource.path("resource").path("attributes"))) {
      if (text(attribute.get("key")).equals("service.name")) {
        service = "";
        for (JsonNode value : attribute.path("value")) {
          service = text(value);
        }
      }
    }
    for (JsonNode scope : array(resource.path("scopeSpans"))) {
      for (JsonNode span : array(scope.path("spans"))) {
        long start = number(span.get("startTimeUnixNano"));
        long end = number(span.get("endTimeUnixNano"));
        span(
            SpanIds.exact(text(span.get("traceId")), 32),
            SpanIds.exact(text(span.get("spanId")), 16),
            SpanIds.exact(text(span.get("parentSpanId")), 16),
            text(span.get("name")),
            service,
            start,
            end < 0 ? -1 : Math.max(0, end - start));
      }
    }
  }

  private void span(
      String traceId,
      String spanId,
      String parentId,
      String name,
      String service,
      long startNanos,
      long durationNanos) {
    boolean hasIds = !isNone(traceId) && !isNone(spanId) && !parentId.equals(SpanIds.INVALID);
    boolean hasTimes = startNanos > 0 && durationNanos >= 0;
    if (hasIds && hasTimes && !service.isBlank() && name.length() <= 4096) {
      spans.add(new Seen(traceId, spanId, service, startNanos, durationNanos));
    }
  }

  private static boolean isNone(String id) {
    return id.equals(SpanIds.INVALID) || id.chars().allMatch(digit -> digit == '0');
  }

  private static JsonNode array(JsonNode node) {
    return node.isArray() ? node : JSON.createArrayNode();
  }

  private static String text(@Nullable JsonNode node) {
    return node == null || !node.isValueNode() || node.isNull() ? "" : node.asText();
  }

  private static long number(@Nullable JsonNode node) {
    try {
      return Long.parseLong(text(node));
    } catch (NumberFormatException exception) {
      return -1;
    }
  }

  private static long nanos(long micros) {
    return micros < 0 || micros > Long.MAX_VALUE / 1000 ? -1 : micros * 1000;
  }

  private void isWhatWasRead(Intake intake, List<Call> calls) {
    assertThat(calls.stream().map(Seen::of).toList()).isEqualTo(spans);
    assertThat(intake.accepted()).isEqualTo(spans.size());
  }
}
