package io.distappguard.behaviour.feature;

import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.NodeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of the vector.
 *
 * @param place place of the vocabulary
 * @param edge the edge at that place, null for a slot of rare edges
 * @param name the place in words
 * @param actorRole the role whose processes act
 * @param roles the one or two roles whose blocks it lies in
 */
public record Feature(
    int place,
    @Nullable Edge edge,
    String name,
    String actorRole,
    List<String> roles,
    Quantity quantity,
    Statistic statistic) {

  /** Whether it counts rare edges to or from files. */
  public boolean isOfRareFiles() {
    return edge == null && name.contains("any " + NodeKind.FILE.word());
  }

  @Override
  public String toString() {
    return name + ", " + quantity.word();
  }
}
