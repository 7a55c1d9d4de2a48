package io.distappguard.traffic.chain;

import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceCall;
import java.util.ArrayList;
import java.util.List;

/** Traces for tests, written as trees: {@code gateway(user!, post(store, store))}. */
final class Traces {

  private Traces() {}

  /** A trace; a service's one operation is {@code run}, {@code !} marks a failed call. */
  static Trace of(String tree) {
    List<TraceCall> calls = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    int last = -1;
    for (String token : tree.replaceAll("([(),])", " $1 ").trim().split("[\\s,]+", -1)) {
      switch (token) {
        case "" -> {}
        case "(" -> open.add(last);
        case ")" -> open.remove(open.size() - 1);
        default -> {
          last = calls.size();
          calls.add(
              call(
                  open.isEmpty() ? -1 : open.get(open.size() - 1),
                  token.replace("!", ""),
                  last,
                  token.endsWith("!")));
        }
      }
    }
    return new Trace("0af7651916cd43dd8448eb211c80319c", calls);
  }

  static TraceCall call(int parent, String service, long start, boolean failed) {
    return new TraceCall(parent, service, null, "run", start, 10, failed, null);
  }
}
