package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the chains within a radius of a chain without looking at all of them.
 *
 * <p>Within a radius ε, the Jaccard similarity of the edges is at least 1 − 2ε, whatever the
 * sequences are. For ε below ½ that makes it a set similarity join: {@link EdgeTokens} are ordered
 * from the rarest to the most frequent, and two chains that are similar enough share a token among
 * the first few of both, so only these are indexed and looked up. What is found is compared by
 * length, by a signature of its edges, by its common edges and last by its sequence, each with what
 * the radius leaves. All bounds are exact: nothing is missed. From ½ on, all chains of fitting
 * length are compared.
 *
 * <p>Memory is linear in the calls of all chains. Not thread-safe.
 *
 * <p>Source: prefix filtering, S. Chaudhuri, V. Ganti, R. Kaushik, A primitive operator for
 * similarity joins in data cleaning, ICDE 2006; R. J. Bayardo, Y. Ma, R. Srikant, Scaling up all
 * pairs similarity search, WWW 2007. Signatures: E. F. O. Sandes, G. L. M. Teodoro, A. C. M. A.
 * Melo, Bitmap filter: speeding up exact set similarity joins with bitwise operations, Information
 * Systems 88, 2020.
 */
final class ChainIndex implements Neighbours {

  private final List<Chain> chains;
  private final double radius;
  private final double smallestJaccard;
  private final EdgeTokens tokens;

  // Chains stand in the order of their lengths; a place is a position in that order.
  private final int[] indexAt;
  private final int[] placeOf;
  private final int[] lengthAt;
  private final int[][] tokensAt;
  private final long[] signaturesAt; // two a place

  /** Places that have a token among their first few, ascending, from postingStart[token] on. */
  private final int[] postings;

  private final int[] postingStart;

  // Of the current query.
  private final ChainDistance distance;
  private final int[] seenAt;
  private final int[] markOf;
  private int query;
  private int edgeCount;
  private int shortest;
  private int longest;
  private int[] mostDifferentEdges = new int[16];
  private long signatureLow;
  private long signatureHigh;
  private final double[] distances;

  /**
   * Indexes chains.
   *
   * @param radius ε, at least 0
   */
  ChainIndex(List<Chain> chains, double radius) {
    int size = chains.size();
    this.chains = chains;
    this.radius = radius;
    smallestJaccard = 1 - 2 * radius - ChainDistance.ROUNDING;
    tokens = new EdgeTokens(chains);
    indexAt =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingInt(index -> chains.get(index).length()))
            .mapToInt(Integer::intValue)
            .toArray();
    placeOf = new int[size];
    lengthAt = new int[size];
    tokensAt = new int[size][];
    signaturesAt = new long[2 * size];
    for (int place = 0; place < size; place++) {
      Chain chain = chains.get(indexAt[place]);
      placeOf[indexAt[place]] = place;
      lengthAt[place] = chain.length();
      tokensAt[place] = tokens.of(chain);
      signaturesAt[2 * place] = signature(tokensAt[place], 0);
      signaturesAt[2 * place + 1] = signature(tokensAt[place], 1);
    }
    postingStart = new int[tokens.size() + 1];
    postings = index();
    distance = new ChainDistance();
    seenAt = new int[size];
    markOf = new int[tokens.size()];
    distances = new double[size];
  }

  @Override
  public int of(int point, int[] into) {
    return search(chains.get(point), tokensAt[placeOf[point]], into);
  }

  /**
   * Writes the indices of the chains within the radius of any chain of the same operation table.
   *
   * @param into room for every chain
   * @return how many were written
   */
  int within(Chain chain, int[] into) {
    return search(chain, tokens.of(chain), into);
  }

  /** Distance of the k-th chain that the last query found. */
  double distance(int k) {
    return distances[k];
  }

  private int[] index() {
    for (int[] chainTokens : tokensAt) {
      for (int i = 0; i < prefix(chainTokens.length); i++) {
        postingStart[chainTokens[i] + 1]++;
      }
    }
    for (int token = 0; token < tokens.size(); token++) {
      postingStart[token + 1] += postingStart[token];
    }
    int[] places = new int[postingStart[tokens.size()]];
    int[] next = Arrays.copyOf(postingStart, tokens.size());
    for (int place = 0; place < tokensAt.length; place++) {
      for (int i = 0; i < prefix(tokensAt[place].length); i++) {
        places[next[tokensAt[place][i]]++] = place;
      }
    }
    return places;
  }

  /**
   * How many of the rarest of so many tokens are looked at: two sets that share none of them cannot
   * have enough in common.
   */
  private int prefix(int size) {
    if (size == 0 || smallestJaccard <= 0) {
      return 0;
    }
    int common = Math.max(1, (int) Math.ceil(smallestJaccard * size));
    return Math.max(0, size - common + 1);
  }

  private int search(Chain chain, int[] chainTokens, int[] into) {
    if (chains.isEmpty()) {
      return 0;
    }
    begin(chain, chainTokens);
    int from = firstPlace(shortest);
    int to = firstPlace(longest + 1);
    int found = 0;
    if (chainTokens.length == 0 || smallestJaccard <= 0) {
      for (int place = from; place < to; place++) {
        found = compare(place, into, found);
      }
      return found;
    }
    int prefix = prefix(chainTokens.length);
    for (int i = 0; i < prefix; i++) {
      int token = chainTokens[i];
      if (token == EdgeTokens.UNKNOWN) {
        continue;
      }
      int end = postingStart[token + 1];
      int at = Arrays.binarySearch(postings, postingStart[token], end, from);
      for (at = at < 0 ? -at - 1 : at; at < end && postings[at] < to; at++) {
        int place = postings[at];
        if (seenAt[place] != query) {
          seenAt[place] = query;
          found = compare(place, into, found);
        }
      }
    }
    return found;
  }

  private void begin(Chain chain, int[] chainTokens) {
    distance.from(chain);
    query++;
    for (int token : chainTokens) {
      if (token != EdgeTokens.UNKNOWN) {
        markOf[token] = query;
      }
    }
    signatureLow = signature(chainTokens, 0);
    signatureHigh = signature(chainTokens, 1);
    edgeCount = chainTokens.length;
    int length = chain.length();
    shortest = length;
    while (shortest > 1 && leastDistance(length, shortest - 1) <= radius + ChainDistance.ROUNDING) {
      shortest--;
    }
    longest = length;
    int longestOfAll = lengthAt[lengthAt.length - 1];
    while (longest < longestOfAll
        && leastDistance(length, longest + 1) <= radius + ChainDistance.ROUNDING) {
      longest++;
    }
    if (mostDifferentEdges.length <= longest - shortest) {
      mostDifferentEdges = new int[2 * (longest - shortest + 1)];
    }
    for (int other = shortest; other <= longest; other++) {
      mostDifferentEdges[other - shortest] = mostDifferentEdges(length, other);
    }
  }

  /** The least distance two chains of these lengths can have. */
  private static double leastDistance(int length, int other) {
    int shorter = Math.min(length, other);
    int longer = Math.max(length, other);
    double jaccard = longer == 1 ? 1 : (shorter - 1.0) / (longer - 1.0);
    return 0.5 * (1 - jaccard) + 0.5 * (longer - shorter) / longer;
  }

  /** How many edges may be in one of two chains only, so that their lengths leave them near. */
  private int mostDifferentEdges(int length, int other) {
    int edges = length - 1 + other - 1;
    double least = 0.5 * Math.abs(length - other) / Math.max(length, other);
    double jaccard = 1 - 2 * (radius - least) - ChainDistance.ROUNDING;
    return jaccard <= 0
        ? edges
        : (int) Math.floor(edges * (1 - jaccard) / (1 + jaccard) + ChainDistance.ROUNDING);
  }

  private int firstPlace(int length) {
    int low = 0;
    int high = lengthAt.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lengthAt[middle] < length) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int place, int[] into, int found) {
    int most = mostDifferentEdges[lengthAt[place] - shortest];
    // each bit of difference is at least one token that only one of the two has
    if (Long.bitCount(signatureLow ^ signaturesAt[2 * place])
            + Long.bitCount(signatureHigh ^ signaturesAt[2 * place + 1])
        > most) {
      return found;
    }
    int common = 0;
    int[] others = tokensAt[place];
    for (int token : others) {
      common += markOf[token] == query ? 1 : 0;
    }
    int index = indexAt[place];
    if (edgeCount + others.length - 2 * common > most) {
      return found;
    }
    double measured = distance.within(chains.get(index), common, radius);
    if (measured > radius) {
      return found;
    }
    into[found] = index;
    distances[found] = measured;
    return found + 1;
  }

  /** One half of a 128-bit set with a bit for each token. */
  private static long signature(int[] chainTokens, int half) {
    long signature = 0;
    for (int token : chainTokens) {
      int bit = token * 0x9E3779B9 >>> 25;
      if (bit >> 6 == half) {
        signature |= 1L << bit; // the shift takes the bit's lower six digits
      }
    }
    return signature;
  }
}
