package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.chain.OperationTable;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Who calls whom in the chains of a cluster. Immutable.
 *
 * @param nodes the operations, in the order of their numbers
 * @param numbers their numbers, ascending
 * @param adjacency {@code [nodes][nodes]}: mean number of calls from the row's operation to the
 *     column's in a chain
 */
@SuppressWarnings("ArrayRecordComponent") // made once; [nodes][nodes] is what forecasters take
public record ClusterGraph(List<Operation> nodes, int[] numbers, float[][] adjacency) {

  /** The graph of chains that occurred so often. */
  static ClusterGraph of(OperationTable operations, List<Chain> chains, double[] times) {
    TreeSet<Integer> used = new TreeSet<>();
    for (Chain chain : chains) {
      for (int position = 0; position < chain.length(); position++) {
        used.add(chain.operation(position));
      }
    }
    int[] numbers = used.stream().mapToInt(Integer::intValue).toArray();
    double[][] calls = new double[numbers.length][numbers.length];
    double total = 0;
    for (int i = 0; i < times.length; i++) {
      total += times[i];
      Chain chain = chains.get(i);
      for (int edge = 0; edge < chain.edgeCount(); edge++) {
        int from = Arrays.binarySearch(numbers, (int) (chain.edge(edge) >>> 32));
        int to = Arrays.binarySearch(numbers, (int) chain.edge(edge));
        calls[from][to] += times[i];
      }
    }
    float[][] adjacency = new float[numbers.length][numbers.length];
    for (int from = 0; from < numbers.length; from++) {
      for (int to = 0; to < numbers.length; to++) {
        adjacency[from][to] = (float) (calls[from][to] / total);
      }
    }
    return new ClusterGraph(used.stream().map(operations::operation).toList(), numbers, adjacency);
  }

  /** The node of an operation, given by its number; negative where it is none of this graph. */
  public int node(int operation) {
    return Arrays.binarySearch(numbers, operation);
  }
}
