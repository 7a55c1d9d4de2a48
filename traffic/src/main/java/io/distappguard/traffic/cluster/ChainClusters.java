package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.chain.OperationTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The clusters of an application's chains, as learned. {@link ChainClustering} makes them, {@link
 * #assignment} puts chains into them. Immutable, safe for use by several threads.
 */
public final class ChainClusters {

  /** Number of chains that were too seldom in training to be of a cluster. */
  public static final int RARE = -1;

  /** Number of chains that were never seen in training and are not near a cluster. */
  public static final int NOVEL = -2;

  private static final int NAMED_CALLS = 3;

  private final ChainClustersState state;
  private final List<Chain> chains;
  private final List<ChainCluster> clusters;
  private final long rareWeight;

  /**
   * The clusters that were stored.
   *
   * @throws IllegalArgumentException where the state contradicts itself
   */
  public ChainClusters(ChainClustersState state) {
    if (state.version() != ChainClustersState.VERSION) {
      throw new IllegalArgumentException(
          "version: %d (expected: %d; use the build that wrote it)"
              .formatted(state.version(), ChainClustersState.VERSION));
    }
    if (!(state.epsilon() >= 0 && state.epsilon() <= 1)) {
      throw new IllegalArgumentException("epsilon: " + state.epsilon() + " (expected: 0 to 1)");
    }
    this.state = state;
    OperationTable operations = new OperationTable(state.operations());
    chains = new ArrayList<>(state.chains().size());
    Map<Integer, List<Integer>> members = new HashMap<>();
    long rare = state.overflow();
    for (int i = 0; i < state.chains().size(); i++) {
      LearnedChain learned = state.chains().get(i);
      if (learned.cluster() < RARE || learned.times() < 1) {
        throw new IllegalArgumentException(
            "chains[%d]: cluster %d, times %d (expected: >= -1, >= 1)"
                .formatted(i, learned.cluster(), learned.times()));
      }
      chains.add(chain(operations, learned, i));
      if (learned.cluster() == RARE) {
        rare += learned.times();
      } else {
        members.computeIfAbsent(learned.cluster(), cluster -> new ArrayList<>()).add(i);
      }
    }
    rareWeight = rare;
    clusters = clusters(operations, members);
  }

  /** The clusters; each stands in the place of its number. */
  public List<ChainCluster> clusters() {
    return clusters;
  }

  /** Radius within which a chain that was not seen in training joins a core chain's cluster. */
  public double epsilon() {
    return state.epsilon();
  }

  /** Operations that belong to no chain: to read chains with. */
  public Entries entries() {
    return new Entries(state.entries());
  }

  /** Operations of the training, by number. */
  public List<Operation> operations() {
    return state.operations();
  }

  /** How many chains of the training were {@link #RARE}. */
  public long rareWeight() {
    return rareWeight;
  }

  /** What a person should know of how the clusters came about. */
  public List<String> remarks() {
    return state.remarks();
  }

  /** What a profile is to store. */
  public ChainClustersState state() {
    return state;
  }

  /** Makes what puts chains into these clusters. */
  public ChainAssignment assignment() {
    return new ChainAssignment(this, chains, state.chains());
  }

  /**
   * The same chains in a single cluster, every one of them a core chain: what a detector without
   * clustering sees.
   */
  public ChainClusters asOne() {
    return new ChainClusters(
        new ChainClustersState(
            state.version(),
            state.epsilon(),
            state.minimumWeight(),
            state.operations(),
            state.entries(),
            state.chains().stream()
                .map(chain ->
                    new LearnedChain(chain.elements(), chain.parents(), chain.times(), 0, true))
                .toList(),
            state.overflow(),
            List.of("All chains were taken as one cluster.")));
  }

  private List<ChainCluster> clusters(
      OperationTable operations, Map<Integer, List<Integer>> members) {
    List<ChainCluster> made = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    for (int number = 0; number < members.size(); number++) {
      List<Integer> indices = members.get(number);
      if (indices == null) {
        throw new IllegalArgumentException(
            "chains: none of cluster %d, though there are %d clusters"
                .formatted(number, members.size()));
      }
      indices.sort(
          Comparator.<Integer>comparingLong(index -> -state.chains().get(index).times())
              .thenComparing(Comparator.naturalOrder()));
      List<Chain> own = indices.stream().map(chains::get).toList();
      double[] times =
          indices.stream().mapToDouble(index -> state.chains().get(index).times()).toArray();
      long weight = 0;
      for (double count : times) {
        weight += (long) count;
      }
      String words = own.get(0).words(operations, NAMED_CALLS);
      int same = names.merge(words, 1, Integer::sum);
      String name = same == 1 ? words : words + " (" + same + ")";
      made.add(
          new ChainCluster(number, name, weight, own, ClusterGraph.of(operations, own, times)));
    }
    return List.copyOf(made);
  }

  private static Chain chain(OperationTable operations, LearnedChain learned, int index) {
    try {
      return new Chain(
          operations,
          learned.elements().stream().mapToInt(Integer::intValue).toArray(),
          learned.parents().stream().mapToInt(Integer::intValue).toArray());
    } catch (IllegalArgumentException exception) {
      throw new IllegalArgumentException(
          "chains[" + index + "]: " + exception.getMessage(), exception);
    }
  }
}
