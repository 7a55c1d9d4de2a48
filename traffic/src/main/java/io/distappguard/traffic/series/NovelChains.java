package io.distappguard.traffic.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chains of one window that are like none seen while learning. Filled by one thread. */
public final class NovelChains {

  /** Distinct chains told apart; further ones are only counted. */
  private static final int MOST_DISTINCT = 16;

  private static final int EXAMPLES = 3;

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<String> traceIds = new ArrayList<>(EXAMPLES);
  private int chains;

  /** Counts a chain, given in words. */
  public void chain(String words, String traceId) {
    chains++;
    if (counts.containsKey(words) || counts.size() < MOST_DISTINCT) {
      counts.merge(words, 1, Integer::sum);
    }
    if (traceIds.size() < EXAMPLES) {
      traceIds.add(traceId);
    }
  }

  /** All of them. */
  public int chains() {
    return chains;
  }

  /** How often each occurred, in the order they were first seen. */
  public Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** Some of the traces, the first ones. */
  public List<String> traceIds() {
    return Collections.unmodifiableList(traceIds);
  }
}
