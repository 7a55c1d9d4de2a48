package io.distappguard.telemetry.trace;

import java.util.List;

/**
 * One trace as far as it was seen.
 *
 * @param traceId lower-case hex
 * @param calls in preorder, children in the order of their starts: a parent stands before its
 *     children
 */
public record Trace(String traceId, List<TraceCall> calls) {

  public Trace {
    calls = List.copyOf(calls);
    if (calls.isEmpty()) {
      throw new IllegalArgumentException("calls: none (expected: at least one)");
    }
    for (int index = 0; index < calls.size(); index++) {
      int parent = calls.get(index).parent();
      if (parent < -1 || parent >= index) {
        throw new IllegalArgumentException(
            "calls[" + index + "].parent: " + parent + " (expected: -1 to " + (index - 1) + ")");
      }
    }
  }
}
