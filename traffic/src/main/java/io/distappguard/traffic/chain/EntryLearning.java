package io.distappguard.traffic.chain;

import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns from training traces which operations are {@link Entries}: a root that at least {@value
 * #SHARE} of all traces have, and below which the traces differ. Where what is called below it is
 * again one operation for nearly all, that is an entry too (a proxy before a gateway). Where nearly
 * all traces share an operation that is only one of several its caller calls, the caller is no
 * gateway but an application with one kind of request, and there are no entries. Not thread-safe.
 */
public final class EntryLearning implements TraceSink {

  /** Share of the traces, or of an entry's calls, that counts as nearly all. */
  public static final double SHARE = 0.95;

  private static final int DEEPEST = 4;
  private static final int MOST_NODES = 1 << 14;

  private final OperationTable operations;
  private final Node top = new Node(-1);
  private int nodeCount;
  private @Nullable Node[] nodeOfCall = new Node[64];

  /** Learning that numbers operations in this table. */
  public EntryLearning(OperationTable operations) {
    this.operations = operations;
  }

  @Override
  public void trace(Trace trace) {
    top.traces++;
    List<TraceCall> calls = trace.calls();
    if (nodeOfCall.length < calls.size()) {
      nodeOfCall = new Node[2 * calls.size()];
    }
    for (int index = 0; index < calls.size(); index++) {
      TraceCall call = calls.get(index);
      Node parent = call.parent() < 0 ? top : nodeOfCall[call.parent()];
      nodeOfCall[index] = null;
      if (parent != null && parent.depth < DEEPEST) {
        parent.callsMade++;
        Node node = child(parent, operations.number(call.service(), call.operation()));
        if (node != null) {
          node.calls++;
          if (node.lastTrace != top.traces) {
            node.lastTrace = top.traces;
            node.traces++;
          }
          nodeOfCall[index] = node;
        }
      }
    }
  }

  /** The entries of the traces so far. */
  public Entries learned() {
    List<Operation> path = new ArrayList<>();
    Node node = top;
    while (true) {
      Node shared = mostShared(node);
      if (shared == null) {
        return Entries.NONE; // the traces are the same down to their end
      }
      if (shared.traces < SHARE * top.traces) {
        return new Entries(path);
      }
      if (node != top && shared.calls < SHARE * node.callsMade) {
        return Entries.NONE;
      }
      path.add(operations.operation(shared.operation));
      node = shared;
    }
  }

  private static @Nullable Node mostShared(Node node) {
    Node most = null;
    for (Node child : node.children.values()) {
      // among equals the lower number, which does not depend on the map's order
      if (most == null
          || child.traces > most.traces
          || (child.traces == most.traces && child.operation < most.operation)) {
        most = child;
      }
    }
    return most;
  }

  private @Nullable Node child(Node parent, int operation) {
    Node known = parent.children.get(operation);
    if (known == null && nodeCount < MOST_NODES) {
      nodeCount++;
      known = new Node(operation);
      known.depth = parent.depth + 1;
      parent.children.put(operation, known);
    }
    return known;
  }

  /** An operation in its place below the root, with how often it was there. */
  private static final class Node {
    final int operation;
    final Map<Integer, Node> children = new HashMap<>();
    int depth;
    long traces;
    long calls;
    long callsMade;
    long lastTrace;

    Node(int operation) {
      this.operation = operation;
    }
  }
}
