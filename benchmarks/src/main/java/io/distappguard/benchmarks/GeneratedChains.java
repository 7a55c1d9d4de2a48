package io.distappguard.benchmarks;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.OperationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Generated chains, made as an application makes them: operations call operations of a fixed call
 * graph, so different requests share parts; each kind of request, a family, is a tree of 3 to 30
 * calls and varies: a call more or fewer, two in another order, one failed.
 */
final class GeneratedChains {

  private static final int OPERATIONS = 240;
  private static final int FAMILIES = 160;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 30;

  private final Random random;
  private final int[][] callees = new int[OPERATIONS][];
  private final OperationTable operations = new OperationTable();

  /** Chains of one seed. */
  GeneratedChains(long seed) {
    random = new Random(seed);
    for (int operation = 0; operation < OPERATIONS; operation++) {
      // number 0 of the table stands for what is beyond its bound
      operations.number("service" + (char) ('a' + operation % 24), words(operation));
      callees[operation] = new int[1 + random.nextInt(5)];
      Arrays.setAll(callees[operation], i -> random.nextInt(OPERATIONS));
    }
  }

  /** What numbers their operations. */
  OperationTable operations() {
    return operations;
  }

  /** So many distinct chains, of every family about as many. */
  List<Chain> distinct(int count) {
    List<Chain> families = new ArrayList<>();
    for (int family = 0; family < FAMILIES; family++) {
      families.add(family(SHORTEST + random.nextInt(LONGEST - SHORTEST + 1)));
    }
    Set<Chain> distinct = new LinkedHashSet<>(families);
    while (distinct.size() < count) {
      Chain chain = families.get(random.nextInt(FAMILIES));
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        chain = changed(chain);
      }
      distinct.add(chain);
    }
    return List.copyOf(distinct);
  }

  /** How often each of so many chains occurs: a few very often, most of them seldom. */
  long[] times(int count) {
    long[] times = new long[count];
    Arrays.setAll(times, i -> 1 + (long) (2 / Math.pow(random.nextDouble() + 1e-4, 0.8)));
    return times;
  }

  private Chain family(int length) {
    int[] elements = new int[length];
    int[] parents = new int[length];
    elements[0] = Chain.element(1 + random.nextInt(OPERATIONS), false);
    parents[0] = -1;
    for (int i = 1; i < length; i++) {
      // from the last call or one of those it was made from
      int parent = i - 1;
      while (parent > 0 && random.nextInt(5) < 3) {
        parent = parents[parent];
      }
      parents[i] = parent;
      elements[i] = callee(elements[parent]);
    }
    return new Chain(operations, elements, parents);
  }

  private Chain changed(Chain chain) {
    int[] elements = chain.elements();
    int[] parents = chain.parents();
    int length = elements.length;
    int kind = random.nextInt(4);
    if (kind == 0 && length > SHORTEST) { // the last call is left out
      return new Chain(
          operations, Arrays.copyOf(elements, length - 1), Arrays.copyOf(parents, length - 1));
    }
    if (kind == 1 && length < LONGEST) { // one call more at the end
      elements = Arrays.copyOf(elements, length + 1);
      parents = Arrays.copyOf(parents, length + 1);
      parents[length] = random.nextBoolean() ? 0 : parents[length - 1];
      elements[length] = callee(elements[parents[length]]);
    } else if (kind == 2) { // another answer of the same caller
      int call = 1 + random.nextInt(length - 1);
      elements[call] = callee(elements[parents[call]]);
    } else {
      elements[random.nextInt(length)] ^= 1;
    }
    return new Chain(operations, elements, parents);
  }

  private int callee(int element) {
    int[] options = callees[(element >> 1) - 1];
    return Chain.element(1 + options[random.nextInt(options.length)], false);
  }

  private static String words(int operation) {
    return "call" + (char) ('a' + operation / 24) + (char) ('a' + operation % 24);
  }
}
