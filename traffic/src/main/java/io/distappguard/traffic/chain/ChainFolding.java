package io.distappguard.traffic.chain;

import java.util.Arrays;

/**
 * Writes the calls of one chain, given in preorder, with runs of identical neighbouring subtrees as
 * one: when a subtree is complete and equals the one written just before it below the same parent,
 * it is taken back. No recursion, so depth is bounded by memory alone; reused for all chains.
 *
 * <pre>
 * calls     a  b  c  b  c  d        open calls, from the root to the current one:
 * tree      a(b(c), b(c), d)          openCall     index in the trace
 * written   a  b  c  d                openAt       where it is written
 *                                     previousAt   where its last complete child is written, or -1
 * </pre>
 */
final class ChainFolding {

  private int[] elements = new int[64];
  private int[] parents = new int[64];
  private int length;

  private int[] openCall = new int[64];
  private int[] openAt = new int[64];
  private int[] previousAt = new int[64];
  private int open;

  /** Begins a chain with the call at an index. */
  void begin(int call, int element) {
    length = 0;
    open = 0;
    write(call, -1, element);
  }

  /** Adds a call made from an earlier call of this chain. */
  void add(int call, int parent, int element) {
    while (open > 1 && openCall[open - 1] != parent) {
      close();
    }
    write(call, openAt[open - 1], element);
  }

  /** The last call was added. */
  void end() {
    while (open > 1) {
      close();
    }
  }

  /** Calls written. */
  int length() {
    return length;
  }

  /** What is written, to be read until the next chain begins. */
  int[] elements() {
    return elements;
  }

  /** Positions of the parents, to be read until the next chain begins. */
  int[] parents() {
    return parents;
  }

  private void write(int call, int parentAt, int element) {
    if (length == elements.length) {
      elements = Arrays.copyOf(elements, 2 * length);
      parents = Arrays.copyOf(parents, 2 * length);
    }
    if (open == openCall.length) {
      openCall = Arrays.copyOf(openCall, 2 * open);
      openAt = Arrays.copyOf(openAt, 2 * open);
      previousAt = Arrays.copyOf(previousAt, 2 * open);
    }
    openCall[open] = call;
    openAt[open] = length;
    previousAt[open] = -1;
    open++;
    elements[length] = element;
    parents[length] = parentAt;
    length++;
  }

  private void close() {
    open--;
    int at = openAt[open];
    int previous = previousAt[open - 1];
    if (previous >= 0 && length - at == at - previous && sameSubtree(previous, at)) {
      length = at;
    } else {
      previousAt[open - 1] = at;
    }
  }

  private boolean sameSubtree(int left, int right) {
    int shift = right - left;
    if (elements[left] != elements[right]) {
      return false;
    }
    for (int position = left + 1; position < right; position++) {
      if (elements[position] != elements[position + shift]
          || parents[position] + shift != parents[position + shift]) {
        return false;
      }
    }
    return true;
  }
}
