package io.distappguard.range.service.seed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Who follows whom, drawn so that few users have very many followers, as in real networks: users
 * get a rank at random, and a user of rank k is followed with a weight of (k + 5)^-0.7 and follows
 * with a weight of (k + 20)^-0.5 (Chung and Lu, "Connected components in random graphs with given
 * expected degree sequences", 2002, with fixed weights for either direction).
 */
final class FollowGraph {

  /** One user follows another; users are counted from 0. */
  record Edge(int follower, int followee) {}

  private FollowGraph() {}

  /** That many different edges between that many users; the same seed gives the same edges. */
  static List<Edge> draw(int users, int edges, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] userOfRank = shuffled(users, random);
    double[] followed = cumulative(users, 5, 0.7);
    double[] following = cumulative(users, 20, 0.5);
    Set<Edge> drawn = new HashSet<>();
    List<Edge> inOrder = new ArrayList<>(edges);
    while (inOrder.size() < edges) {
      Edge edge = new Edge(userOfRank[rank(following, random)], userOfRank[rank(followed, random)]);
      if (edge.follower() != edge.followee() && drawn.add(edge)) {
        inOrder.add(edge);
      }
    }
    return inOrder;
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      values[i] = values[other];
      values[other] = i;
    }
    return values;
  }

  private static double[] cumulative(int size, int offset, double exponent) {
    double[] sums = new double[size];
    double sum = 0;
    for (int rank = 0; rank < size; rank++) {
      sum += Math.pow(rank + offset, -exponent);
      sums[rank] = sum;
    }
    return sums;
  }

  private static int rank(double[] cumulative, SplittableRandom random) {
    int found =
        Arrays.binarySearch(cumulative, random.nextDouble(cumulative[cumulative.length - 1]));
    return found >= 0 ? found : -found - 1;
  }
}
