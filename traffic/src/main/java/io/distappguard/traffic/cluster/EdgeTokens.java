package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import java.util.Arrays;
import java.util.List;

/**
 * Makes sets of multisets: the k-th occurrence of an edge in a chain is a token of its own. Tokens
 * are numbered from the rarest among some chains to the most frequent. Immutable.
 */
final class EdgeTokens {

  /** Token of an edge that none of the chains has. Comes first in order: none is rarer. */
  static final int UNKNOWN = -1;

  private static final int BITS = 20;

  /** Distinct tokens, ascending: caller, callee and occurrence, 20 bits each. */
  private final long[] keys;

  /** Number of each of {@link #keys}. */
  private final int[] numbers;

  /** The tokens of these chains. */
  EdgeTokens(List<Chain> chains) {
    int total = 0;
    for (Chain chain : chains) {
      total += chain.edgeCount();
    }
    long[] all = new long[total];
    int at = 0;
    for (Chain chain : chains) {
      at = write(chain, all, at);
    }
    Arrays.sort(all);
    long[] distinct = new long[total];
    int[] frequency = new int[total];
    int size = 0;
    for (int i = 0; i < total; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        distinct[size++] = all[i];
      }
      frequency[size - 1]++;
    }
    keys = Arrays.copyOf(distinct, size);
    long[] byFrequency = new long[size];
    for (int i = 0; i < size; i++) {
      byFrequency[i] = (long) frequency[i] << 32 | i;
    }
    Arrays.sort(byFrequency);
    numbers = new int[size];
    for (int number = 0; number < size; number++) {
      numbers[(int) byFrequency[number]] = number;
    }
  }

  /** Number of tokens. */
  int size() {
    return keys.length;
  }

  /** The tokens of a chain, ascending; {@link #UNKNOWN} for each that is not known. */
  int[] of(Chain chain) {
    long[] chainKeys = new long[chain.edgeCount()];
    write(chain, chainKeys, 0);
    int[] tokens = new int[chainKeys.length];
    for (int i = 0; i < tokens.length; i++) {
      int found = Arrays.binarySearch(keys, chainKeys[i]);
      tokens[i] = found < 0 ? UNKNOWN : numbers[found];
    }
    Arrays.sort(tokens);
    return tokens;
  }

  private static int write(Chain chain, long[] into, int at) {
    int occurrence = 0;
    for (int i = 0; i < chain.edgeCount(); i++) {
      long edge = chain.edge(i);
      occurrence = i > 0 && edge == chain.edge(i - 1) ? occurrence + 1 : 0;
      into[at++] = edge >>> 32 << 2 * BITS | (edge & 0xffffffffL) << BITS | occurrence;
    }
    return at;
  }
}
