package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.Node;
import io.distappguard.behaviour.graph.NodeKind;
import java.util.List;

/**
 * How much an edge that was never seen counts: one for being there, more for its data, times how
 * much harm its kind can do. A library that is loaded late is no data leaving the application.
 */
public final class UnseenStrength {

  private static final double PER_E_FOLD = 0.25;
  private static final double GRAVE = 3;
  private static final double NOTABLE = 2;
  private static final double USUAL = 1;
  private static final double SLIGHT = 0.2;

  /** Where programs find their own parts. */
  private static final List<String> PROGRAM_FOLDERS =
      List.of("/usr/lib", "/lib", "/usr/share", "/etc/ld.so", "/etc/locale", "/usr/bin", "/bin");

  private UnseenStrength() {}

  /** The strength of one edge in one window. */
  public static double of(Edge edge, long calls, long bytes) {
    double amount = 1 + PER_E_FOLD * (StrictMath.log1p(bytes) + StrictMath.log(Math.max(1, calls)));
    return amount * harm(edge);
  }

  private static double harm(Edge edge) {
    Node other = edge.other();
    if (other.kind() == NodeKind.EXTERNAL) {
      return GRAVE;
    }
    return switch (edge.operation()) {
      case EXECUTE, SET_NAMESPACE, MOUNT, TRACE, CREATE_MEMORY_FILE -> GRAVE;
      case LISTEN, CONNECT, SET_IDENTITY -> NOTABLE;
      case READ, OPEN -> isOwn(other) || isOfPrograms(other) ? SLIGHT : USUAL;
      case WRITE, OPEN_FOR_WRITE, DELETE, RENAME -> isOwn(other) ? SLIGHT : USUAL;
      case SEND, RECEIVE, ACCEPT, FORK, EXIT -> USUAL;
      case CHANGE_MODE, SIGNAL -> USUAL;
    };
  }

  /** A container's own folder: a database makes new files of its own all the time. */
  private static boolean isOwn(Node node) {
    return node.kind() == NodeKind.FILE && node.name().contains(":<container>/");
  }

  private static boolean isOfPrograms(Node node) {
    String role = node.role();
    if (node.kind() != NodeKind.FILE || role == null) {
      return false;
    }
    String path = node.name().substring(role.length() + 1);
    return PROGRAM_FOLDERS.stream().anyMatch(path::startsWith);
  }
}
