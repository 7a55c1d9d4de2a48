package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.Node;
import io.distappguard.behaviour.graph.NodeKind;
import java.util.List;

/**
 * How much harm an edge of this kind can do, where 1 is usual. A library that is loaded late is no
 * data leaving the application.
 */
public final class EdgeHarm {

  private static final double GRAVE = 3;
  private static final double NOTABLE = 2;
  private static final double USUAL = 1;
  private static final double SLIGHT = 0.2;

  /** Where programs find their own parts. */
  private static final List<String> PROGRAM_FOLDERS =
      List.of("/usr/lib", "/lib", "/usr/share", "/etc/ld.so", "/etc/locale", "/usr/bin", "/bin");

  /** Segments of a path that say the same wherever a program was installed to. */
  private static final List<String> PROGRAM_SEGMENTS = List.of("/lib/", "/lib64/");

  /** Where services keep data and secrets, although one of its segments is called so. */
  private static final String SERVICE_DATA = "/var/lib/";

  private EdgeHarm() {}

  /** The harm of one edge, from 0.2 for the slightest to 3 for the gravest. */
  public static double of(Edge edge) {
    Node other = edge.other();
    if (other.kind() == NodeKind.EXTERNAL) {
      return GRAVE;
    }
    return switch (edge.operation()) {
      case EXECUTE, SET_NAMESPACE, MOUNT, TRACE, CREATE_MEMORY_FILE, EXTEND_KERNEL -> GRAVE;
      case LISTEN, CONNECT, SET_IDENTITY -> NOTABLE;
      case READ, OPEN -> isOwn(other) || isOfPrograms(other) ? SLIGHT : USUAL;
      case WRITE, OPEN_FOR_WRITE, DELETE, RENAME -> isOwn(other) ? SLIGHT : USUAL;
      case SEND, RECEIVE, ACCEPT, FORK, EXIT -> USUAL;
      case CHANGE_MODE, SIGNAL -> USUAL;
    };
  }

  /**
   * What the error of each feature is multiplied by, {@code [features]}: the harm of its edge, but
   * at most 1, because how much a known edge may change is learned; 1 for slots of rare edges.
   */
  public static float[] weights(FeatureLayout layout) {
    float[] weights = new float[layout.size()];
    for (int feature = 0; feature < weights.length; feature++) {
      Edge edge = layout.features().get(feature).edge();
      weights[feature] = edge == null ? 1 : (float) Math.min(1, of(edge));
    }
    return weights;
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
    return PROGRAM_FOLDERS.stream().anyMatch(path::startsWith)
        || (!path.startsWith(SERVICE_DATA) && PROGRAM_SEGMENTS.stream().anyMatch(path::contains));
  }
}
