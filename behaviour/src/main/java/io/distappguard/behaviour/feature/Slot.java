package io.distappguard.behaviour.feature;

import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.NodeKind;
import io.distappguard.telemetry.Operation.Direction;
import java.util.Comparator;

/**
 * Where edges without a place of their own are counted together.
 *
 * @param role role of the acting process
 * @param kind what it acts upon
 * @param outward whether the data goes from the process
 */
public record Slot(String role, NodeKind kind, boolean outward) {

  static final Comparator<Slot> ORDER =
      Comparator.comparing(Slot::role).thenComparing(Slot::kind).thenComparing(Slot::outward);

  static Slot of(Edge edge) {
    return new Slot(
        edge.actorRole(), edge.other().kind(), edge.operation().direction() == Direction.OUT);
  }

  @Override
  public String toString() {
    return outward ? role + " -> any " + kind.word() : "any " + kind.word() + " -> " + role;
  }
}
