package io.distappguard.behaviour.graph;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.Arrays;

/**
 * How many edges and carriers each container may still bring up: whoever runs in it chooses the
 * names of its files and processes, and must not fill the memory that all are watched with. What
 * comes above that is counted together, by container, kind and operation. Not thread-safe.
 */
final class NameBudget {

  /** Far above what a service does; a training of uploads by thousands of names stays below. */
  static final int MOST_EDGES = 1 << 15;

  /** Processes on edges. */
  static final int MOST_CARRIERS = 1 << 17;

  private static final String TOO_MANY = "<too many names>";

  private int[] edges = new int[16];
  private int[] carriers = new int[16];
  private int containers;
  private long refused;

  void container() {
    if (containers == edges.length) {
      edges = Arrays.copyOf(edges, 2 * containers);
      carriers = Arrays.copyOf(carriers, 2 * containers);
    }
    containers++;
  }

  /** The edge itself, or the one that stands for all that a container has above its budget. */
  Edge admit(Edge edge, int container, EdgeDictionary dictionary) {
    if (dictionary.knows(edge)) {
      return edge;
    }
    if (edges[container] < MOST_EDGES) {
      edges[container]++;
      return edge;
    }
    refused++;
    return crowd(edge, edge.operation());
  }

  private static Edge crowd(Edge edge, Operation operation) {
    String role = edge.actorRole();
    Node actor = new Node(NodeKind.PROCESS, role, role + "/" + TOO_MANY);
    Node other = edge.other();
    String owner = other.role() == null ? "external" : other.role();
    return Edge.of(actor, new Node(other.kind(), other.role(), owner + ":" + TOO_MANY), operation);
  }

  /** Whether a container may have another process on another edge; counts it. */
  boolean admitsCarrier(int container) {
    if (carriers[container] < MOST_CARRIERS) {
      carriers[container]++;
      return true;
    }
    refused++;
    return false;
  }

  /** What stands for the processes of a container above its budget. */
  static ProcessImage crowd(int container) {
    return new ProcessImage(-1 - container, container, 0, -1, "<too many processes>", "", 0);
  }

  /** Names and processes that were counted together with others. */
  long refused() {
    return refused;
  }
}
