package io.distappguard.behaviour.graph;

import org.jspecify.annotations.Nullable;

/**
 * A node of the behaviour graph at role level: equal for all instances of a role.
 *
 * @param kind what it is
 * @param role the role it belongs to, null outside of the application
 * @param name full name, such as {@code media/java>sh}, {@code user:/etc/hosts}, {@code text:9103}
 *     or {@code external:internet}; unique together with the kind
 */
public record Node(NodeKind kind, @Nullable String role, String name) {

  @Override
  public String toString() {
    return name;
  }
}
