package io.distappguard.traffic.chain;

import io.distappguard.telemetry.trace.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how often each distinct chain occurs. Bounded like {@link ChainReading}: what comes once
 * the bound is reached and is not known is only counted in {@link #overflow()}. Not thread-safe.
 */
public final class ChainCounts implements ChainSink {

  private final Map<Chain, Count> counts = new LinkedHashMap<>();
  private int elements;
  private long overflow;

  @Override
  public void chain(Chain chain, Trace trace, int from, int to) {
    add(chain, 1);
  }

  /** A chain occurred so often. */
  public void add(Chain chain, long times) {
    Count count = counts.get(chain);
    if (count != null) {
      count.times += times;
    } else if (counts.size() < ChainReading.MOST_CHAINS
        && elements + chain.length() <= ChainReading.MOST_ELEMENTS) {
      counts.put(chain, new Count(times));
      elements += chain.length();
    } else {
      overflow += times;
    }
  }

  /** The distinct chains, in the order in which they were first met. */
  public List<Chain> chains() {
    return List.copyOf(counts.keySet());
  }

  /** Distinct chains. */
  public int size() {
    return counts.size();
  }

  /** How often each of {@link #chains()} occurred. */
  public long[] times() {
    return counts.values().stream().mapToLong(count -> count.times).toArray();
  }

  /** Chains that were too many to be told apart. */
  public long overflow() {
    return overflow;
  }

  private static final class Count {
    long times;

    Count(long times) {
      this.times = times;
    }
  }
}
