package io.distappguard.evaluation.report;

import static io.distappguard.evaluation.report.Markup.escape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Draws the roles of an application and the data between them, from the outside world on the left
 * to the stores on the right. A role's column is its distance from the outside; within a column
 * roles are ordered by the mean position of those they talk to (barycentre ordering of Sugiyama et
 * al., 1981), so that few lines cross.
 */
public final class RoleGraph {

  private static final int COLUMN = 190;
  private static final int ROW = 58;
  private static final int BOX_WIDTH = 122;
  private static final int BOX_HEIGHT = 30;

  /**
   * Data from one role to another.
   *
   * @param weight mean bytes a second; line width grows with its logarithm
   * @param highlighted whether the edge is evidence of an anomaly
   */
  public record Edge(String source, String destination, double weight, boolean highlighted) {}

  private final List<Edge> edges;
  private final TreeSet<String> highlightedRoles;
  private final Map<String, Integer> column = new TreeMap<>();
  private final Map<String, Double> row = new HashMap<>();
  private int columns;
  private int rows;

  private RoleGraph(List<Edge> edges, List<String> highlightedRoles) {
    this.edges = edges;
    this.highlightedRoles = new TreeSet<>(highlightedRoles);
  }

  /** The graph as an SVG element; names beginning with {@code external:} are the outside world. */
  public static String draw(String title, List<Edge> edges, List<String> highlightedRoles) {
    RoleGraph graph = new RoleGraph(edges, highlightedRoles);
    graph.placeColumns();
    graph.placeRows();
    return graph.svg(title);
  }

  private void placeColumns() {
    TreeSet<String> names = new TreeSet<>();
    TreeMap<String, TreeSet<String>> neighbours = new TreeMap<>();
    for (Edge edge : edges) {
      names.add(edge.source());
      names.add(edge.destination());
      // evidence must not move the nodes: the same role stands at the same place in every picture
      if (!edge.highlighted()) {
        neighbours.computeIfAbsent(edge.source(), name -> new TreeSet<>()).add(edge.destination());
        neighbours.computeIfAbsent(edge.destination(), name -> new TreeSet<>()).add(edge.source());
      }
    }
    List<String> frontier = new ArrayList<>();
    if (!names.isEmpty()) {
      String first = entrance(names);
      column.put(first, 0);
      frontier.add(first);
    }
    int distance = 0;
    while (!frontier.isEmpty()) {
      distance++;
      List<String> next = new ArrayList<>();
      for (String name : frontier) {
        for (String neighbour : neighbours.getOrDefault(name, new TreeSet<>())) {
          if (column.putIfAbsent(neighbour, distance) == null) {
            next.add(neighbour);
          }
        }
      }
      frontier = next;
    }
    for (String name : names) {
      column.putIfAbsent(name, distance);
    }
    columns = 1 + column.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The outside network with the most data: the users, not a name server. */
  private String entrance(TreeSet<String> names) {
    String entrance = names.first();
    double most = -1;
    for (Edge edge : edges) {
      for (String end : List.of(edge.source(), edge.destination())) {
        if (isOutside(end) && !edge.highlighted() && edge.weight() > most) {
          most = edge.weight();
          entrance = end;
        }
      }
    }
    return entrance;
  }

  private void placeRows() {
    Map<Integer, List<String>> members = new TreeMap<>();
    column.forEach((name, at) -> members.computeIfAbsent(at, key -> new ArrayList<>()).add(name));
    rows = members.values().stream().mapToInt(List::size).max().orElse(1);
    for (List<String> names : members.values()) {
      spread(names);
    }
    for (int sweep = 0; sweep < 8; sweep++) {
      for (List<String> names : members.values()) {
        Map<String, Double> centre = new LinkedHashMap<>();
        for (String name : names) {
          centre.put(name, barycentre(name));
        }
        names.sort(
            Comparator.comparingDouble((String name) -> centre.getOrDefault(name, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        spread(names);
      }
    }
  }

  private void spread(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), (i + 0.5) * rows / names.size());
    }
  }

  private double barycentre(String name) {
    double sum = 0;
    int count = 0;
    for (Edge edge : edges) {
      String other =
          edge.source().equals(name)
              ? edge.destination()
              : edge.destination().equals(name) ? edge.source() : name;
      if (!other.equals(name) && !edge.highlighted()) {
        sum += row.getOrDefault(other, 0.0);
        count++;
      }
    }
    return count == 0 ? row.getOrDefault(name, 0.0) : sum / count;
  }

  private String svg(String title) {
    Markup svg = new Markup();
    int width = columns * COLUMN;
    int height = Math.max(rows * ROW, 3 * ROW) + 10;
    svg.format(
        "<svg class=\"graph\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        width, height, escape(title));
    svg.raw(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path"
            + " d=\"M0,0 L8,4 L0,8 z\" fill=\"context-stroke\"/></marker></defs>");
    for (Edge edge : edges) {
      if (!edge.highlighted()) {
        drawEdge(svg, edge);
      }
    }
    for (Edge edge : edges) {
      if (edge.highlighted()) {
        drawEdge(svg, edge);
      }
    }
    column.keySet().forEach(name -> drawNode(svg, name));
    return svg.raw("</svg>").toString();
  }

  private void drawNode(Markup svg, String name) {
    double x = centreX(name) - BOX_WIDTH / 2.0;
    double y = centreY(name) - BOX_HEIGHT / 2.0;
    String style =
        highlightedRoles.contains(name) ? "node hot" : isOutside(name) ? "node outside" : "node";
    svg.format(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"6\"/>"
            + "<text class=\"nodelabel\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
        style, x, y, BOX_WIDTH, BOX_HEIGHT, centreX(name), centreY(name) + 4, escape(name));
  }

  private void drawEdge(Markup svg, Edge edge) {
    if (edge.source().equals(edge.destination())) {
      return;
    }
    double fromX = centreX(edge.source());
    double fromY = centreY(edge.source());
    double toX = centreX(edge.destination());
    double toY = centreY(edge.destination());
    boolean forward = toX > fromX;
    boolean sameColumn = Math.abs(toX - fromX) < 1;
    // requests leave above the middle, answers below it, so that both directions stay visible
    double shift = forward ? -5 : 5;
    double startX =
        sameColumn ? fromX + BOX_WIDTH / 2.0 : fromX + (forward ? 1 : -1) * BOX_WIDTH / 2.0;
    double endX = sameColumn ? toX + BOX_WIDTH / 2.0 : toX - (forward ? 1 : -1) * BOX_WIDTH / 2.0;
    double bend = sameColumn ? 34 : 0;
    double middle = (startX + endX) / 2 + bend;
    svg.format(
        "<path class=\"%s\" stroke-width=\"%.1f\" marker-end=\"url(#tip)\""
            + " d=\"M%.1f,%.1f C%.1f,%.1f %.1f,%.1f %.1f,%.1f\"><title>%s</title></path>",
        edge.highlighted() ? "edge hot" : "edge",
        edge.highlighted() ? 3.0 : Math.min(5, 0.6 + 0.8 * Math.log10(1 + edge.weight() / 100)),
        startX,
        fromY + shift,
        middle,
        fromY + shift,
        middle,
        toY + shift,
        endX,
        toY + shift,
        escape(
            "%s → %s: %s a second"
                .formatted(edge.source(), edge.destination(), Quantity.bytes(edge.weight()))));
  }

  private double centreX(String name) {
    return column.getOrDefault(name, 0) * COLUMN + COLUMN / 2.0;
  }

  private double centreY(String name) {
    return row.getOrDefault(name, 0.0) * ROW + 5;
  }

  private static boolean isOutside(String name) {
    return name.startsWith("external:");
  }
}
