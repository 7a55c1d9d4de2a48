package io.distappguard.behaviour.feature;

import io.distappguard.behaviour.graph.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The edges that have a place of their own in the vector, and those known but rare, which share the
 * places of their {@link Slot}. Any other edge is unseen. Immutable.
 *
 * <p>Places are numbered: first the edges, in the order of their names, then the slots.
 */
public final class Vocabulary {

  static final int UNSEEN = -1;

  private final List<Edge> edges;
  private final List<Edge> rareEdges;
  private final List<Slot> rareSlots;
  private final List<String> roles;
  private final Map<Edge, Integer> places = new HashMap<>();

  /**
   * A vocabulary.
   *
   * @param edges edges seen often enough
   * @param rareEdges edges seen, but not often enough, or only in start-ups
   * @param roles all roles of the application
   */
  public Vocabulary(Set<Edge> edges, Set<Edge> rareEdges, Set<String> roles) {
    this.edges = edges.stream().sorted(Edge.BY_NAME).toList();
    this.rareEdges = rareEdges.stream().sorted(Edge.BY_NAME).toList();
    this.rareSlots = this.rareEdges.stream().map(Slot::of).distinct().sorted(Slot.ORDER).toList();
    Set<String> all = new TreeSet<>(roles);
    for (Set<Edge> some : List.of(edges, rareEdges)) {
      for (Edge edge : some) {
        all.addAll(rolesOf(edge));
      }
    }
    this.roles = List.copyOf(all);
    for (int place = 0; place < this.edges.size(); place++) {
      places.put(this.edges.get(place), place);
    }
    for (Edge edge : this.rareEdges) {
      int place = this.edges.size() + this.rareSlots.indexOf(Slot.of(edge));
      if (places.putIfAbsent(edge, place) != null) {
        throw new IllegalArgumentException(edge + ": both frequent and rare (expected: one)");
      }
    }
  }

  public List<Edge> edges() {
    return edges;
  }

  public List<Edge> rareEdges() {
    return rareEdges;
  }

  public List<Slot> rareSlots() {
    return rareSlots;
  }

  /** All roles, in order of their names. */
  public List<String> roles() {
    return roles;
  }

  /** How many places there are. */
  public int size() {
    return edges.size() + rareSlots.size();
  }

  /** The place of an edge, or {@link #UNSEEN}. */
  int placeOf(Edge edge) {
    return places.getOrDefault(edge, UNSEEN);
  }

  /** Whether an edge was ever seen while learning. */
  public boolean knows(Edge edge) {
    return places.containsKey(edge);
  }

  /** The one or two roles whose blocks a place belongs to. */
  List<String> rolesOf(int place) {
    return place < edges.size()
        ? rolesOf(edges.get(place))
        : List.of(rareSlots.get(place - edges.size()).role());
  }

  /** The role whose processes act at a place. */
  String actorRoleOf(int place) {
    return place < edges.size()
        ? edges.get(place).actorRole()
        : rareSlots.get(place - edges.size()).role();
  }

  /** A place in words. */
  String nameOf(int place) {
    return place < edges.size()
        ? edges.get(place).toString()
        : "rare: " + rareSlots.get(place - edges.size());
  }

  /** Source's role and destination's role. */
  public static List<String> rolesOf(Edge edge) {
    List<String> roles = new ArrayList<>(2);
    String source = edge.source().role();
    String destination = edge.destination().role();
    if (source != null) {
      roles.add(source);
    }
    if (destination != null && !destination.equals(source)) {
      roles.add(destination);
    }
    return roles;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && edges.equals(that.edges)
        && rareEdges.equals(that.rareEdges)
        && roles.equals(that.roles);
  }

  @Override
  public int hashCode() {
    return edges.hashCode() + new HashSet<>(rareEdges).hashCode();
  }

  @Override
  public String toString() {
    return "Vocabulary[" + edges.size() + " edges, " + rareEdges.size() + " rare]";
  }
}
