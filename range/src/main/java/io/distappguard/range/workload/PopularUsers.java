package io.distappguard.range.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Users drawn heavy-tailed: the user of popularity rank k with probability proportional to 1/k^s
 * (Zipf). Who is popular is a fact of the social graph, not of the run, so the ranks are the same
 * for every seed. Immutable.
 */
final class PopularUsers {
  private static final double EXPONENT = 0.9;
  private static final long GRAPH_SEED = 962;

  private final int[] userByRank;
  private final double[] cumulative;

  PopularUsers(int users) {
    if (users < 2) {
      throw new IllegalArgumentException("users: " + users + " (expected: >= 2)");
    }
    userByRank = shuffled(users);
    cumulative = new double[users];
    double sum = 0;
    for (int rank = 0; rank < users; rank++) {
      sum += Math.pow(rank + 1, -EXPONENT);
      cumulative[rank] = sum;
    }
  }

  int draw(SplittableRandom random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    return userByRank[found >= 0 ? found : -found - 1];
  }

  /**
   * @param rank 0 for the most popular
   */
  int ofRank(int rank) {
    return userByRank[rank];
  }

  private static int[] shuffled(int users) {
    SplittableRandom random = new SplittableRandom(GRAPH_SEED);
    int[] order = new int[users];
    for (int index = 0; index < users; index++) {
      int other = random.nextInt(index + 1);
      order[index] = order[other];
      order[other] = index;
    }
    return order;
  }
}
