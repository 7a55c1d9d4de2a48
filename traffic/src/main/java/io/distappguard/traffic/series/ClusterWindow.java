package io.distappguard.traffic.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the chains of one cluster did in one window. Filled by one thread, then only read. */
public final class ClusterWindow {

  /** Traces kept as examples. */
  private static final int EXAMPLES = 3;

  private final int[] calls;
  private final int[] failed;
  private final double[] logMicros;
  private final List<String> traceIds = new ArrayList<>(EXAMPLES);
  private int chains;

  /** An empty window of a cluster with that many operations. */
  public ClusterWindow(int nodes) {
    calls = new int[nodes];
    failed = new int[nodes];
    logMicros = new double[nodes];
  }

  /** Counts a chain. */
  public void chain(String traceId) {
    chains++;
    if (traceIds.size() < EXAMPLES) {
      traceIds.add(traceId);
    }
  }

  /** Counts a call of an operation. */
  public void call(int node, long durationNanos, boolean hasFailed) {
    calls[node]++;
    if (hasFailed) {
      failed[node]++;
    }
    logMicros[node] += Math.log1p(durationNanos / 1e3);
  }

  /** Chains that began in the window. */
  public int chains() {
    return chains;
  }

  /** Calls of an operation. */
  public int calls(int node) {
    return calls[node];
  }

  /** Those of them that failed. */
  public int failed(int node) {
    return failed[node];
  }

  /** Mean of log(1 + microseconds), NaN without a call. */
  public double logMicros(int node) {
    return calls[node] == 0 ? Double.NaN : logMicros[node] / calls[node];
  }

  /** Operations of the cluster. */
  public int nodes() {
    return calls.length;
  }

  /** Some of the traces, the first ones. */
  public List<String> traceIds() {
    return Collections.unmodifiableList(traceIds);
  }
}
