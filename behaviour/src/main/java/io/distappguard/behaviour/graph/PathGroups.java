package io.distappguard.behaviour.graph;

import io.distappguard.telemetry.Operation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Folders whose files count as one: those in which a role makes ever new names, which no
 * placeholder catches (uploads under the names users gave them). Learned from training, kept in the
 * profile.
 *
 * @param folders names of folders as file nodes begin, such as {@code media:<container>/uploads}
 */
public record PathGroups(Set<String> folders) {

  public static final PathGroups NONE = new PathGroups(Set.of());

  public PathGroups {
    folders = Set.copyOf(folders);
  }

  /** The folders in which more than {@code limit} names were written, made, renamed or removed. */
  public static PathGroups learnedFrom(Collection<Edge> edges, int limit) {
    Map<String, Set<String>> written = new HashMap<>();
    for (Edge edge : edges) {
      if (edge.other().kind() == NodeKind.FILE && changesFiles(edge.operation())) {
        String name = edge.other().name();
        written.computeIfAbsent(folderOf(name), folder -> new HashSet<>()).add(name);
      }
    }
    Set<String> folders = new TreeSet<>();
    written.forEach((folder, names) -> {
      if (names.size() > limit) {
        folders.add(folder);
      }
    });
    return new PathGroups(folders);
  }

  /** The node that stands for this one. */
  public Node groupOf(Node node) {
    if (node.kind() != NodeKind.FILE || folders.isEmpty()) {
      return node;
    }
    String folder = folderOf(node.name());
    return folders.contains(folder) ? new Node(NodeKind.FILE, node.role(), folder + "/*") : node;
  }

  /** The edge that stands for this one. */
  public Edge groupOf(Edge edge) {
    Node other = edge.other();
    Node group = groupOf(other);
    return group.equals(other) ? edge : Edge.of(edge.actor(), group, edge.operation());
  }

  private static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static boolean changesFiles(Operation operation) {
    return switch (operation) {
      case WRITE, OPEN_FOR_WRITE, DELETE, RENAME -> true;
      default -> false;
    };
  }
}
