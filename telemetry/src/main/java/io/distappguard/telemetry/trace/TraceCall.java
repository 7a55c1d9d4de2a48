package io.distappguard.telemetry.trace;

import org.jspecify.annotations.Nullable;

/**
 * One remote call of a trace, its client and server side joined, what happens inside a service
 * folded away.
 *
 * @param parent index in {@link Trace#calls()} of the call it was made from, -1 where none is known
 * @param service the service that answered; the one that called where the callee is not traced
 * @param instance instance of the service, or null where not reported
 * @param operation operation of the service
 * @param startNanos start in nanoseconds since the epoch
 * @param durationNanos duration in nanoseconds, at least 0
 * @param failed whether it ended in an error, on either side
 * @param status protocol status as text, or null
 */
public record TraceCall(
    int parent,
    String service,
    @Nullable String instance,
    String operation,
    long startNanos,
    long durationNanos,
    boolean failed,
    @Nullable String status) {}
