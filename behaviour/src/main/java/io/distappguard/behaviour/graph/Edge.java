package io.distappguard.behaviour.graph;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Operation.Direction;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A directed edge of the behaviour graph at role level; it follows the data. The acting process is
 * the source of operations that go out and the destination of those that come in.
 */
public record Edge(Node source, Node destination, Operation operation) {

  /** A fixed order by name, the same on every machine. */
  public static final Comparator<Edge> BY_NAME =
      Comparator.comparing((Edge edge) -> edge.source().name())
          .thenComparing(edge -> edge.destination().name())
          .thenComparing(Edge::operation)
          .thenComparing(edge -> edge.source().kind())
          .thenComparing(edge -> edge.destination().kind());

  /** An edge between an acting process and what it acts upon. */
  public static Edge of(Node actor, Node other, Operation operation) {
    return operation.direction() == Direction.OUT
        ? new Edge(actor, other, operation)
        : new Edge(other, actor, operation);
  }

  /** The process that acts. */
  public Node actor() {
    return operation.direction() == Direction.OUT ? source : destination;
  }

  /** What it acts upon. */
  public Node other() {
    return operation.direction() == Direction.OUT ? destination : source;
  }

  /** Role of the acting process. */
  public String actorRole() {
    String role = actor().role();
    return role == null ? "" : role;
  }

  /** The other role of a connection within the application, or null. */
  public @Nullable String peerRole() {
    return other().kind() == NodeKind.PEER ? other().role() : null;
  }

  /**
   * Whether its bytes are data of the graph. Where both ends of a connection are watched the
   * sender's record counts and the receiver gives only its own number of calls.
   */
  public boolean countsBytes() {
    return operation.movesData()
        && !(operation == Operation.RECEIVE && other().kind() == NodeKind.PEER);
  }

  /** Whether it makes, takes or offers connections. */
  public boolean controlsConnections() {
    return operation == Operation.CONNECT
        || operation == Operation.ACCEPT
        || operation == Operation.LISTEN;
  }

  @Override
  public String toString() {
    return source.name() + " -> " + destination.name() + " (" + operation + ")";
  }
}
