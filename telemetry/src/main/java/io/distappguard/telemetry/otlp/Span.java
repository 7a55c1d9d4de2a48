package io.distappguard.telemetry.otlp;

import io.distappguard.telemetry.Call;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A span while its fields come in, in any order. */
final class Span {

  static final String NO_IDS = "span without valid ids";
  static final String NO_TIMES = "span without valid times";

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

  String traceId = "";
  String spanId = "";
  String parentSpanId = "";
  String name = "";
  int kind;
  long startNanos = -1;
  long endNanos = -1;
  boolean failed;
  private @Nullable String rpcStatus;
  private @Nullable String httpStatus;

  /** Old and new semantic conventions for how a remote call ended. */
  void attribute(String key, String value) {
    switch (key) {
      case "rpc.grpc.status_code", "rpc.response.status_code", "rpc.status_code" ->
          rpcStatus = grpcName(value);
      case "http.response.status_code", "http.status_code" -> httpStatus = value;
      default -> {}
    }
  }

  /** Why this span cannot be taken in; null where it can. */
  @Nullable String problem() {
    if (!isId(traceId, 32)
        || !isId(spanId, 16)
        || !parentSpanId.isEmpty() && !isId(parentSpanId, 16)) {
      return NO_IDS;
    }
    return startNanos <= 0 || endNanos < 0 ? NO_TIMES : null;
  }

  Call toCall(String service, @Nullable String instance) {
    boolean hasParent = !parentSpanId.isEmpty() && !parentSpanId.equals("0000000000000000");
    return new Call(
        traceId.toLowerCase(Locale.ROOT),
        spanId.toLowerCase(Locale.ROOT),
        hasParent ? parentSpanId.toLowerCase(Locale.ROOT) : null,
        switch (kind) {
          case 2 -> Call.Kind.SERVER;
          case 3 -> Call.Kind.CLIENT;
          case 4 -> Call.Kind.PRODUCER;
          case 5 -> Call.Kind.CONSUMER;
          default -> Call.Kind.INTERNAL;
        },
        service,
        instance,
        name,
        startNanos,
        // clocks of one host may step back within a span
        Math.max(0, endNanos - startNanos),
        failed,
        rpcStatus == null ? httpStatus : rpcStatus);
  }

  private static String grpcName(String value) {
    if (value.length() <= 2 && value.chars().allMatch(Character::isDigit) && !value.isEmpty()) {
      int code = Integer.parseInt(value);
      return code < GRPC_STATUS.length ? GRPC_STATUS[code] : value;
    }
    return value;
  }

  private static boolean isId(String id, int length) {
    if (id.length() != length) {
      return false;
    }
    for (int index = 0; index < length; index++) {
      if (Character.digit(id.charAt(index), 16) < 0 || id.charAt(index) > 'f') {
        return false;
      }
    }
    return true;
  }
}
