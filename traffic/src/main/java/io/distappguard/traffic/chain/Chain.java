package io.distappguard.traffic.chain;

import java.util.Arrays;

/**
 * An RPC chain: the operations of a trace, or of a part of it, in preorder, with runs of identical
 * neighbouring subtrees as one and failed calls marked.
 *
 * <p>Operations are numbers of an {@link OperationTable}; chains are comparable within one table,
 * or tables of which one begins with the other. Two chains are equal if their sequences and their
 * parent-to-child edges (as a multiset) are: exactly if their distance is 0. Immutable.
 */
public final class Chain {

  private final int[] elements;
  private final int[] parents;
  private final long[] edges;
  private final long fingerprint;

  /**
   * A chain.
   *
   * @param operations numbers the operations
   * @param elements an {@link #element} a call, in preorder
   * @param parents position of the call it was made from, -1 for the first and for no other
   */
  public Chain(OperationTable operations, int[] elements, int[] parents) {
    check(operations, elements, parents);
    this.elements = elements.clone();
    this.parents = parents.clone();
    this.edges = edges(elements, parents, elements.length);
    this.fingerprint = fingerprint(operations, elements, elements.length);
  }

  /** A call in a sequence: twice the number of its operation, plus one if it failed. */
  public static int element(int operation, boolean failed) {
    return operation << 1 | (failed ? 1 : 0);
  }

  /** Calls in the sequence. */
  public int length() {
    return elements.length;
  }

  /** The {@link #element} at a position. */
  public int element(int position) {
    return elements[position];
  }

  /** Number of the operation at a position. */
  public int operation(int position) {
    return elements[position] >> 1;
  }

  /** Whether the call at a position failed. */
  public boolean failed(int position) {
    return (elements[position] & 1) != 0;
  }

  /** Position of the call from which the one at a position was made; -1 for the first. */
  public int parent(int position) {
    return parents[position];
  }

  /** Parent-to-child edges: one less than calls. */
  public int edgeCount() {
    return edges.length;
  }

  /**
   * An edge of the multiset, whether its calls failed or not: the caller's operation in the upper
   * half, the callee's in the lower. Sorted, so equal ones follow each other.
   */
  public long edge(int index) {
    return edges[index];
  }

  /** A hash of the sequence that is the same in every run, whatever the operations' numbers. */
  public long fingerprint() {
    return fingerprint;
  }

  /** A copy of the sequence, an {@link #element} a call. */
  public int[] elements() {
    return elements.clone();
  }

  /** A copy of the parents, a position a call. */
  public int[] parents() {
    return parents.clone();
  }

  /** The whole chain for people: {@code gateway POST /login › user Login (failed)}. */
  public String words(OperationTable operations) {
    return words(operations, Integer.MAX_VALUE);
  }

  /** The same, with what comes after so many calls only counted. */
  public String words(OperationTable operations, int mostCalls) {
    StringBuilder words = new StringBuilder();
    for (int position = 0; position < Math.min(elements.length, mostCalls); position++) {
      words
          .append(position == 0 ? "" : " › ")
          .append(operations.operation(operation(position)).words())
          .append(failed(position) ? " (failed)" : "");
    }
    if (elements.length > mostCalls) {
      words.append(" › … ").append(elements.length - mostCalls).append(" more");
    }
    return words.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Chain chain
        && fingerprint == chain.fingerprint
        && Arrays.equals(elements, chain.elements)
        && Arrays.equals(edges, chain.edges);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }

  /** Whether this is the chain that stands in the first so many places of two arrays. */
  boolean is(int[] otherElements, int[] otherParents, int length) {
    return Arrays.equals(elements, 0, elements.length, otherElements, 0, length)
        && (Arrays.equals(parents, 0, parents.length, otherParents, 0, length)
            // another tree can still have the same edges
            || Arrays.equals(edges, edges(otherElements, otherParents, length)));
  }

  static long fingerprint(OperationTable operations, int[] elements, int length) {
    long hash = length;
    for (int position = 0; position < length; position++) {
      int element = elements[position];
      hash = (hash ^ operations.fingerprint(element >> 1)) * 0x9E3779B97F4A7C15L + (element & 1);
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private static long[] edges(int[] elements, int[] parents, int length) {
    long[] edges = new long[length - 1];
    for (int position = 1; position < length; position++) {
      edges[position - 1] =
          (long) (elements[parents[position]] >> 1) << 32 | elements[position] >> 1;
    }
    Arrays.sort(edges);
    return edges;
  }

  private static void check(OperationTable operations, int[] elements, int[] parents) {
    if (elements.length == 0 || parents.length != elements.length) {
      throw new IllegalArgumentException(
          "elements: %d, parents: %d (expected: equal, at least one)"
              .formatted(elements.length, parents.length));
    }
    for (int position = 0; position < elements.length; position++) {
      int operation = elements[position] >> 1;
      if (operation < 0 || operation >= operations.size()) {
        throw new IllegalArgumentException(
            "elements[%d]: operation %d (expected: 0 to %d)"
                .formatted(position, operation, operations.size() - 1));
      }
      int parent = parents[position];
      if (position == 0 ? parent != -1 : parent < 0 || parent >= position) {
        throw new IllegalArgumentException(
            "parents[%d]: %d (expected: %s)"
                .formatted(position, parent, position == 0 ? "-1" : "0 to " + (position - 1)));
      }
    }
  }
}
