package io.distappguard.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * One remote call as seen by tracing: caller, callee operation, when, how long, how it ended.
 *
 * @param traceId trace it belongs to, lower-case hex
 * @param spanId own id, lower-case hex
 * @param parentSpanId id of the calling span, or null at the root of a trace
 * @param kind the side that reported it
 * @param service service that reported the span
 * @param instance instance of the service, or null where not reported
 * @param operation operation name as reported, such as {@code range.UserService/Login}
 * @param startNanos start in nanoseconds since the epoch
 * @param durationNanos duration in nanoseconds, at least 0
 * @param failed whether the span ended in an error
 * @param status protocol status as text, such as {@code OK}, {@code 401}, {@code UNAVAILABLE}, or
 *     null
 */
public record Call(
    String traceId,
    String spanId,
    @Nullable String parentSpanId,
    Kind kind,
    String service,
    @Nullable String instance,
    String operation,
    long startNanos,
    long durationNanos,
    boolean failed,
    @Nullable String status) {

  /** The side of a call that a span describes. */
  public enum Kind {
    /** Within one service. */
    INTERNAL,
    /** The callee. */
    SERVER,
    /** The caller. */
    CLIENT,
    /** The sender of a message. */
    PRODUCER,
    /** The receiver of a message. */
    CONSUMER
  }
}
