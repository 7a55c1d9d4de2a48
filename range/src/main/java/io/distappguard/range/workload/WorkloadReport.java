package io.distappguard.range.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened to every planned request and every HTTP exchange. Always, after the run: {@code
 * planned = sent + refused + unsent}, and {@code sent = ok + failed} for each kind. Thread-safe.
 */
final class WorkloadReport {
  private final int seconds;
  private final long[] sentBySecond;
  private final Map<String, Kind> kinds = new TreeMap<>();
  private final Map<String, Long> errors = new TreeMap<>();
  private final LatencyHistogram lateness = new LatencyHistogram();
  private long planned;
  private long sent;
  private long refused;
  private long unsent;
  private long connectionsOpened;

  WorkloadReport(int seconds) {
    this.seconds = seconds;
    this.sentBySecond = new long[seconds];
  }

  synchronized void planned() {
    planned++;
  }

  /** The queue was full; the request will never be sent. */
  synchronized void refused() {
    refused++;
  }

  /** The run ended before the request was sent. */
  synchronized void unsent(long count) {
    unsent += count;
  }

  /**
   * A planned request is being taken up.
   *
   * @param second of the run, from 0
   * @param lateNanos how long after it was due
   */
  synchronized void sent(long second, long lateNanos) {
    sent++;
    lateness.add(lateNanos);
    if (second >= 0 && second < seconds) {
      sentBySecond[(int) second]++;
    }
  }

  /** An HTTP exchange ended with a status. */
  synchronized void answered(String kind, int status, boolean expected, long nanos) {
    Kind entry = kinds.computeIfAbsent(kind, ignored -> new Kind());
    entry.statuses.merge(Integer.toString(status), 1L, Long::sum);
    entry.latency.add(nanos);
    if (expected) {
      entry.ok++;
    } else {
      entry.failed++;
      errors.merge(kind + ": status " + status, 1L, Long::sum);
    }
  }

  /** An HTTP exchange ended without a usable response. */
  synchronized void failed(String kind, String cause) {
    kinds.computeIfAbsent(kind, ignored -> new Kind()).failed++;
    errors.merge(kind + ": " + cause, 1L, Long::sum);
  }

  /** A response of the expected status lacked a field; the exchange itself stays counted as ok. */
  synchronized void malformed(String kind, String field) {
    errors.merge(kind + ": response without " + field, 1L, Long::sum);
  }

  synchronized void connectionsOpened(long count) {
    connectionsOpened += count;
  }

  synchronized long ok() {
    return kinds.values().stream().mapToLong(kind -> kind.ok).sum();
  }

  synchronized Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("seconds", seconds);
    summary.put("planned", planned);
    summary.put("sent", sent);
    summary.put("refused", refused);
    summary.put("unsent", unsent);
    summary.put("connectionsOpened", connectionsOpened);
    summary.put("latenessMillis", lateness.summary());
    Map<String, Object> byKind = new LinkedHashMap<>();
    kinds.forEach((name, kind) -> byKind.put(name, kind.summary()));
    summary.put("requests", byKind);
    summary.put("errors", new LinkedHashMap<>(errors));
    List<Long> rates = new ArrayList<>(seconds);
    for (long count : sentBySecond) {
      rates.add(count);
    }
    summary.put("ratePerSecond", rates);
    return summary;
  }

  /** The one line for people. */
  synchronized String line() {
    return "planned %d, sent %d, refused %d, unsent %d; HTTP ok %d, failed %d; late p99 %.1f ms"
        .formatted(
            planned,
            sent,
            refused,
            unsent,
            ok(),
            kinds.values().stream().mapToLong(kind -> kind.failed).sum(),
            lateness.quantileMillis(0.99));
  }

  private static final class Kind {
    private final Map<String, Long> statuses = new TreeMap<>();
    private final LatencyHistogram latency = new LatencyHistogram();
    private long ok;
    private long failed;

    Map<String, Object> summary() {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("sent", ok + failed);
      summary.put("ok", ok);
      summary.put("failed", failed);
      summary.put("statuses", new LinkedHashMap<>(statuses));
      summary.put("latencyMillis", latency.summary());
      return summary;
    }
  }
}
