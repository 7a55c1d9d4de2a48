package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Operation;
import java.util.List;

/**
 * {@link ChainClusters} as a profile stores them: what cannot be computed again from the rest.
 *
 * @param version of this layout, {@value #VERSION}
 * @param epsilon radius within which a chain joins a core chain's cluster
 * @param minimumWeight DBSCAN's minimum of points
 * @param operations by number
 * @param entries operations that belong to no chain, outermost first
 * @param chains every distinct chain of the training that was told apart
 * @param overflow chains of the training that were too many to be told apart
 * @param remarks what a person should know of how the clusters came about
 */
public record ChainClustersState(
    int version,
    double epsilon,
    double minimumWeight,
    List<Operation> operations,
    List<Operation> entries,
    List<LearnedChain> chains,
    long overflow,
    List<String> remarks) {

  /** The version that is written. */
  public static final int VERSION = 1;

  public ChainClustersState {
    operations = List.copyOf(operations);
    entries = List.copyOf(entries);
    chains = List.copyOf(chains);
    remarks = List.copyOf(remarks);
  }
}
