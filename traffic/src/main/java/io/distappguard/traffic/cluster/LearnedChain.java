package io.distappguard.traffic.cluster;

import java.util.List;

/**
 * A distinct chain of the training, as a profile stores it.
 *
 * @param elements its sequence: twice the operation's number, plus one if the call failed
 * @param parents position of each call's caller, -1 for the first
 * @param times how often it occurred
 * @param cluster its cluster, or {@link ChainClusters#RARE}
 * @param core whether a chain near it belongs to its cluster
 */
public record LearnedChain(
    List<Integer> elements, List<Integer> parents, long times, int cluster, boolean core) {

  public LearnedChain {
    elements = List.copyOf(elements);
    parents = List.copyOf(parents);
  }
}
