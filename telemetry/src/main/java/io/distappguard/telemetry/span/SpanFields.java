package io.distappguard.telemetry.span;

import io.distappguard.telemetry.Call;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A span while its fields come in, in any order, and what old and new semantic conventions say of
 * it (OpenTelemetry semantic conventions 1.20 to 1.37, OpenTracing, Zipkin):
 *
 * <ul>
 *   <li>status: {@code rpc.grpc.status_code}, {@code rpc.response.status_code}, {@code
 *       rpc.status_code}, numbers as gRPC's names; else {@code http.response.status_code}, {@code
 *       http.status_code}
 *   <li>operation: {@code rpc.service} and {@code rpc.method}, or the newer {@code rpc.method}
 *       alone, as {@code service/method}; the route for an HTTP span that is named by its method
 *       alone; else the span's name
 *   <li>failed: the span's own status, {@code otel.status_code}, {@code error}, an HTTP status from
 *       500
 * </ul>
 *
 * <p>Can be used again after {@link #clear}. Not thread-safe.
 */
public final class SpanFields {

  public static final String NO_IDS = "span without valid ids";
  public static final String NO_TIMES = "span without valid times";
  public static final String NO_SERVICE = "span without a service";
  public static final String LONG_NAME = "span with a name of more than 4096 characters";

  private static final int LONGEST_NAME = 4096;
  private static final String[] GRPC_STATUS = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };

  private String traceId;
  private String spanId;
  private String parentSpanId;
  private String name;
  private Call.Kind kind;
  private long startNanos;
  private long endNanos;
  private boolean failed;
  private @Nullable String status;
  private @Nullable String rpcStatus;
  private @Nullable String httpStatus;
  private @Nullable String rpcService;
  private @Nullable String rpcMethod;
  private @Nullable String httpMethod;
  private @Nullable String httpRoute;

  /** A span of which nothing is known. */
  public SpanFields() {
    clear();
  }

  /** Forgets everything, for the next span. */
  public void clear() {
    traceId = "";
    spanId = "";
    parentSpanId = "";
    name = "";
    kind = Call.Kind.INTERNAL;
    startNanos = -1;
    endNanos = -1;
    failed = false;
    status = null;
    rpcStatus = null;
    httpStatus = null;
    rpcService = null;
    rpcMethod = null;
    httpMethod = null;
    httpRoute = null;
  }

  /** Lower-case hex with an even number of digits, or {@link SpanIds#INVALID}. */
  public void traceId(String id) {
    traceId = id;
  }

  /** Lower-case hex with an even number of digits, or {@link SpanIds#INVALID}. */
  public void spanId(String id) {
    spanId = id;
  }

  /** Like {@link #spanId}; empty or zeros at a root. */
  public void parentSpanId(String id) {
    parentSpanId = id;
  }

  public void name(String name) {
    this.name = name;
  }

  public void kind(Call.Kind kind) {
    this.kind = kind;
  }

  public void startNanos(long nanos) {
    startNanos = nanos;
  }

  public void endNanos(long nanos) {
    endNanos = nanos;
  }

  /** For formats that tell the duration; after {@link #startNanos}. */
  public void durationNanos(long nanos) {
    endNanos = nanos < 0 || startNanos < 0 ? -1 : Math.max(startNanos, startNanos + nanos);
  }

  public void failed(boolean failed) {
    this.failed |= failed;
  }

  /** A status in the format's own words; attributes come before it. */
  public void status(String status) {
    this.status = status;
  }

  /** Whether {@link #attribute} has a use for this key, so that other values need not be read. */
  public static boolean wants(String key) {
    return switch (key) {
      case "rpc.grpc.status_code",
          "rpc.response.status_code",
          "rpc.status_code",
          "rpc.service",
          "rpc.method",
          "http.response.status_code",
          "http.status_code",
          "http.request.method",
          "http.method",
          "http.route",
          "otel.status_code",
          "error",
          "span.kind" ->
          true;
      default -> false;
    };
  }

  /** One attribute, or tag, as text. */
  public void attribute(String key, String value) {
    switch (key) {
      case "rpc.grpc.status_code", "rpc.response.status_code", "rpc.status_code" ->
          rpcStatus = grpcName(value);
      case "rpc.service" -> rpcService = value;
      case "rpc.method" -> rpcMethod = value;
      case "http.response.status_code", "http.status_code" -> {
        httpStatus = value;
        failed |= value.length() == 3 && value.charAt(0) == '5';
      }
      case "http.request.method", "http.method" -> httpMethod = value;
      case "http.route" -> httpRoute = value;
      case "otel.status_code" -> failed |= value.equalsIgnoreCase("ERROR");
      case "error" -> failed |= !value.equalsIgnoreCase("false");
      case "span.kind" -> kind = kindNamed(value);
      default -> {}
    }
  }

  /**
   * Why this span cannot be taken in; null where it can. Who reported it must be known: calls of
   * nobody would all be those of one service without a name.
   */
  public @Nullable String problem(String service) {
    if (isNoId(traceId) || isNoId(spanId) || parentSpanId.equals(SpanIds.INVALID)) {
      return NO_IDS;
    }
    if (startNanos <= 0 || endNanos < 0) {
      return NO_TIMES;
    }
    if (service.isBlank()) {
      return NO_SERVICE;
    }
    return name.length() > LONGEST_NAME ? LONG_NAME : null;
  }

  /** The call, where there is no {@link #problem}. */
  public Call toCall(String service, @Nullable String instance) {
    return new Call(
        traceId,
        spanId,
        SpanIds.isNone(parentSpanId) ? null : parentSpanId,
        kind,
        service,
        instance,
        operation(),
        startNanos,
        // clocks of one host may step back within a span
        Math.max(0, endNanos - startNanos),
        failed,
        rpcStatus != null ? rpcStatus : httpStatus != null ? httpStatus : status);
  }

  /** The kind of this name, in any writing; INTERNAL where it is none. */
  public static Call.Kind kindNamed(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return switch (upper.startsWith("SPAN_KIND_") ? upper.substring(10) : upper) {
      case "2", "SERVER", "S" -> Call.Kind.SERVER;
      case "3", "CLIENT", "C" -> Call.Kind.CLIENT;
      case "4", "PRODUCER" -> Call.Kind.PRODUCER;
      case "5", "CONSUMER" -> Call.Kind.CONSUMER;
      default -> Call.Kind.INTERNAL;
    };
  }

  private String operation() {
    String method = rpcMethod;
    if (method != null && !method.isEmpty() && !method.equals("_OTHER")) {
      String service = rpcService;
      if (service == null || service.isEmpty() || method.indexOf('/') >= 0) {
        return method.indexOf('/') >= 0 || name.isEmpty() ? method : name;
      }
      return isJoined(name, service, method) ? name : service + "/" + method;
    }
    String route = httpRoute;
    String verb = httpMethod;
    if (route != null && verb != null && (name.equals(verb) || name.equals("HTTP " + verb))) {
      return verb + " " + route;
    }
    return name;
  }

  private static boolean isJoined(String name, String service, String method) {
    return name.length() == service.length() + 1 + method.length()
        && name.startsWith(service)
        && name.charAt(service.length()) == '/'
        && name.endsWith(method);
  }

  private static String grpcName(String value) {
    if (value.length() <= 2 && !value.isEmpty() && value.chars().allMatch(Character::isDigit)) {
      int code = Integer.parseInt(value);
      return code < GRPC_STATUS.length ? GRPC_STATUS[code] : value;
    }
    return value;
  }

  private static boolean isNoId(String id) {
    return SpanIds.isNone(id) || id.equals(SpanIds.INVALID);
  }
}
