package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.graph.Edge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each role did when its containers started. Immutable. */
public record StartUpProfile(Map<String, RoleStartUps> roles) {

  public StartUpProfile {
    roles = new TreeMap<>(roles);
  }

  /**
   * The start-ups of one role.
   *
   * @param seen how many
   * @param edges what was done in any of them, in order of {@link Edge#BY_NAME}
   */
  public record RoleStartUps(int seen, List<Envelope> edges) {

    public RoleStartUps {
      edges = List.copyOf(edges);
    }
  }

  /**
   * The most that one start-up did on an edge, from its beginning to its end.
   *
   * @param calls largest number of calls
   * @param bytes largest number of bytes
   */
  public record Envelope(Edge edge, long calls, long bytes) {}

  /** Envelopes by edge, of one role. */
  public Map<Edge, Envelope> envelopes(String role) {
    RoleStartUps startUps = roles.get(role);
    Map<Edge, Envelope> byEdge = new HashMap<>();
    if (startUps != null) {
      for (Envelope envelope : startUps.edges()) {
        byEdge.put(envelope.edge(), envelope);
      }
    }
    return byEdge;
  }

  public boolean knows(String role) {
    return roles.containsKey(role);
  }
}
