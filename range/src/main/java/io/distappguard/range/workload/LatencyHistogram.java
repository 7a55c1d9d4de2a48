package io.distappguard.range.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Durations counted in buckets that are at most 1/16 wider than their lower bound, so percentiles
 * are exact to about 6 %. Memory is fixed. Not thread-safe.
 */
final class LatencyHistogram {
  private static final int SUB_BITS = 4;
  private static final int SUB = 1 << SUB_BITS;

  private final long[] counts = new long[(64 - SUB_BITS) * SUB];
  private long total;
  private long greatest;

  void add(long nanos) {
    long micros = Math.max(0, nanos / 1_000);
    counts[bucket(micros)]++;
    total++;
    greatest = Math.max(greatest, micros);
  }

  /** Milliseconds below or at which this share of the durations lies; 0 when there are none. */
  double quantileMillis(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return Math.min(upperBound(bucket), greatest) / 1_000.0;
      }
    }
    return 0;
  }

  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("p50", quantileMillis(0.50));
    summary.put("p90", quantileMillis(0.90));
    summary.put("p99", quantileMillis(0.99));
    summary.put("max", greatest / 1_000.0);
    return summary;
  }

  /** The first 2·SUB values have a bucket each; above, SUB buckets share every power of two. */
  private static int bucket(long micros) {
    if (micros < 2 * SUB) {
      return (int) micros;
    }
    int shift = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
    return shift * SUB + (int) (micros >>> shift);
  }

  private static long upperBound(int bucket) {
    if (bucket < 2 * SUB) {
      return bucket;
    }
    int shift = bucket / SUB - 1;
    return ((long) (bucket - shift * SUB) + 1 << shift) - 1;
  }
}
