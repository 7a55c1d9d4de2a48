package io.distappguard.telemetry.trace;

import io.distappguard.telemetry.Call;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A span within its trace while the trace is put together. */
final class SpanNode {

  /** By time; ties by what does not depend on the order of arrival. */
  static final Comparator<SpanNode> BY_START = SpanNode::compareByStart;

  final Call call;

  @Nullable SpanNode parent;
  @Nullable SpanNode firstChild;
  @Nullable SpanNode nextSibling;

  /** Whether the way from the roots has come here. */
  boolean reached;

  /** What its host's clock is to be put forward by, in nanoseconds. */
  long shiftNanos;

  /** Whether another span answers this one: directly, or through spans of the same service. */
  boolean answered;

  /** Whether it is a call of the trace; else it is folded into the nearest one above. */
  boolean kept;

  /** The nearest call above. */
  @Nullable SpanNode keptParent;

  /** Whether the caller's side of the call that is answered below failed, and with what status. */
  boolean callerFailed;

  @Nullable String callerStatus;

  /** Position in the finished trace. */
  int index;

  SpanNode(Call call) {
    this.call = call;
  }

  long startNanos() {
    return call.startNanos() + shiftNanos;
  }

  private static int compareByStart(SpanNode one, SpanNode other) {
    int order = Long.compare(one.startNanos(), other.startNanos());
    if (order == 0) {
      order = one.call.spanId().compareTo(other.call.spanId());
    }
    return order == 0 ? one.call.kind().compareTo(other.call.kind()) : order;
  }

  boolean isCaller() {
    return call.kind() == Call.Kind.CLIENT || call.kind() == Call.Kind.PRODUCER;
  }

  boolean isCallee() {
    return call.kind() == Call.Kind.SERVER || call.kind() == Call.Kind.CONSUMER;
  }

  boolean isOfServiceOf(SpanNode other) {
    return call.service().equals(other.call.service());
  }

  /** Whether both took their times from one clock. */
  boolean isOnHostOf(SpanNode other) {
    return isOfServiceOf(other) && Objects.equals(call.instance(), other.call.instance());
  }

  void addChild(SpanNode child) {
    child.nextSibling = firstChild;
    firstChild = child;
  }

  TraceCall toTraceCall() {
    SpanNode above = keptParent;
    boolean callerAlone = callerFailed && !call.failed();
    String status = call.status();
    if (callerStatus != null && (status == null || callerAlone)) {
      status = callerStatus;
    }
    return new TraceCall(
        above == null ? -1 : above.index,
        call.service(),
        call.instance(),
        call.operation(),
        startNanos(),
        call.durationNanos(),
        call.failed() || callerFailed,
        status);
  }
}
