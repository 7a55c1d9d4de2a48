package io.distappguard.cli;

import io.distappguard.detection.anomaly.Anomaly;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Brings the anomalies of exchanges and those of calls, each of which come in order, into one
 * order: by the end of their windows, exchanges first. Holds one back until the other detector has
 * judged that far: a window of calls is judged some seconds later. Not thread-safe.
 */
final class AnomalyOrder {

  private final Consumer<Anomaly> sink;
  private final ArrayDeque<Anomaly> ofExchanges = new ArrayDeque<>();
  private final ArrayDeque<Anomaly> ofCalls = new ArrayDeque<>();
  private long exchangesJudged = Long.MAX_VALUE;
  private long callsJudged = Long.MAX_VALUE;

  /** Until {@link #bothAreJudged} nothing is waited for. */
  AnomalyOrder(Consumer<Anomaly> sink) {
    this.sink = sink;
  }

  /** Exchanges and calls are read side by side from here on. */
  void bothAreJudged() {
    exchangesJudged = Long.MIN_VALUE;
    callsJudged = Long.MIN_VALUE;
  }

  void ofExchanges(Anomaly anomaly) {
    ofExchanges.add(anomaly);
    release();
  }

  void ofCalls(Anomaly anomaly) {
    ofCalls.add(anomaly);
    release();
  }

  /** The window of exchanges that ends then was judged; its anomaly may still come. */
  void exchangesJudged(long endMillis) {
    exchangesJudged = Math.max(exchangesJudged, endMillis);
    release();
  }

  /** The window of calls that ends then was judged; its anomaly may still come. */
  void callsJudged(long endMillis) {
    callsJudged = Math.max(callsJudged, endMillis);
    release();
  }

  /** Nothing more will come of either. */
  void end() {
    exchangesJudged(Long.MAX_VALUE);
    callsJudged(Long.MAX_VALUE);
  }

  private void release() {
    while (true) {
      Anomaly exchange = ofExchanges.peek();
      Anomaly call = ofCalls.peek();
      if (exchange != null
          && exchange.endMillis() <= (call == null ? callsJudged : call.endMillis())) {
        sink.accept(ofExchanges.remove());
      } else if (call != null
          && call.endMillis() < (exchange == null ? exchangesJudged : exchange.endMillis())) {
        sink.accept(ofCalls.remove());
      } else {
        return;
      }
    }
  }
}
