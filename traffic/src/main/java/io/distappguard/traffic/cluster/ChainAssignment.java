package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.OperationTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts chains into learned clusters: a chain of the training into its own, another one into that of
 * the nearest core chain within ε (of the lower number, where two are as near). What was worked out
 * once is kept, up to {@link ChainReading#MOST_CHAINS} chains. Not thread-safe.
 */
public final class ChainAssignment {

  private final OperationTable operations;
  private final Map<Chain, Integer> known = new HashMap<>();
  private final List<Integer> clusterOfCore = new ArrayList<>();
  private final ChainIndex cores;
  private final int[] found;

  ChainAssignment(ChainClusters clusters, List<Chain> chains, List<LearnedChain> learned) {
    operations = new OperationTable(clusters.operations());
    List<Chain> coreChains = new ArrayList<>();
    for (int i = 0; i < chains.size(); i++) {
      known.put(chains.get(i), learned.get(i).cluster());
      if (learned.get(i).core() && learned.get(i).cluster() != ChainClusters.RARE) {
        coreChains.add(chains.get(i));
        clusterOfCore.add(learned.get(i).cluster());
      }
    }
    cores = new ChainIndex(coreChains, clusters.epsilon());
    found = new int[coreChains.size()];
  }

  /** Numbers the operations of the chains that can be assigned: to read them with. */
  public OperationTable operations() {
    return operations;
  }

  /** Number of the chain's cluster, {@link ChainClusters#RARE} or {@link ChainClusters#NOVEL}. */
  public int assign(Chain chain) {
    Integer cluster = known.get(chain);
    if (cluster == null) {
      cluster = nearest(chain);
      if (known.size() < ChainReading.MOST_CHAINS) {
        known.put(chain, cluster);
      }
    }
    return cluster;
  }

  private int nearest(Chain chain) {
    int count = cores.within(chain, found);
    int nearest = ChainClusters.NOVEL;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      int cluster = clusterOfCore.get(found[i]);
      double distance = cores.distance(i);
      if (distance < least || (distance == least && cluster < nearest)) {
        least = distance;
        nearest = cluster;
      }
    }
    return nearest;
  }
}
