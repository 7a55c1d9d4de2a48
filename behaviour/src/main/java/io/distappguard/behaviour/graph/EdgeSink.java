package io.distappguard.behaviour.graph;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;

/**
 * Takes what {@link EdgeFolding} makes of exchanges. A <i>carrier</i> is one process image on one
 * edge: the finest grain that evidence needs. Carriers are announced once, before their first
 * exchange, with numbers from 0. Intervals come in order.
 */
public interface EdgeSink {

  void container(Container container, String role);

  void process(ProcessImage process);

  /**
   * A process takes part in an edge for the first time.
   *
   * @param edge number in the {@link EdgeDictionary}
   */
  void carrier(int carrier, int edge, ProcessImage process);

  /** What a carrier did in an interval; may come several times for one interval. */
  void exchange(long intervalStartMillis, int carrier, int calls, long bytes, int errors);

  /** A process became another program within the interval. */
  void executed(long intervalStartMillis, ProcessImage process);

  /** A process ended within the interval. */
  void exited(long intervalStartMillis, ProcessImage process);

  /** See {@link io.distappguard.telemetry.ExchangeSink#incomplete}. */
  void incomplete(long intervalStartMillis, int container, String reason, long count);

  void endInterval(long intervalStartMillis);
}
