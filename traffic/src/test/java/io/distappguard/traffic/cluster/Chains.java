package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.OperationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Generated chains for tests: families of variants. */
final class Chains {

  private Chains() {}

  static OperationTable operations(int count) {
    OperationTable table = new OperationTable();
    for (int i = 0; i < count; i++) {
      table.number("s" + (char) ('a' + i / 26) + (char) ('a' + i % 26), "run");
    }
    return table;
  }

  static Chain random(Random random, OperationTable operations, int longest) {
    int length = 1 + random.nextInt(longest);
    int[] elements = new int[length];
    int[] parents = new int[length];
    for (int i = 0; i < length; i++) {
      elements[i] = Chain.element(random.nextInt(operations.size()), random.nextInt(10) == 0);
      parents[i] = i == 0 ? -1 : random.nextInt(i);
    }
    return new Chain(operations, elements, parents);
  }

  /** The chain with a few calls changed, added or taken away. */
  static Chain variant(Random random, OperationTable operations, Chain chain) {
    int[] elements = chain.elements();
    int[] parents = chain.parents();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int length = elements.length;
      switch (random.nextInt(3)) {
        case 0 -> {
          elements = Arrays.copyOf(elements, Math.max(1, length - 1));
          parents = Arrays.copyOf(parents, elements.length);
        }
        case 1 -> {
          elements = Arrays.copyOf(elements, length + 1);
          parents = Arrays.copyOf(parents, length + 1);
          elements[length] = Chain.element(random.nextInt(operations.size()), false);
          parents[length] = random.nextInt(length);
        }
        default -> elements[random.nextInt(length)] ^= 1;
      }
    }
    return new Chain(operations, elements, parents);
  }

  static List<Chain> distinct(
      Random random, OperationTable operations, int families, int longest, int size) {
    List<Chain> bases = new ArrayList<>();
    for (int i = 0; i < families; i++) {
      bases.add(random(random, operations, longest));
    }
    Set<Chain> chains = new LinkedHashSet<>();
    for (int tries = 0; tries < 20 * size && chains.size() < size; tries++) {
      Chain base = bases.get(random.nextInt(families));
      chains.add(random.nextInt(5) == 0 ? base : variant(random, operations, base));
    }
    return List.copyOf(chains);
  }
}
