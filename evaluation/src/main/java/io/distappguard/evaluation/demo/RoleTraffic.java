package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.graph.Node;
import io.distappguard.behaviour.graph.NodeKind;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.PhaseRules;
import io.distappguard.behaviour.window.WindowStream;
import io.distappguard.evaluation.demo.DemoResult.RoleEdge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Mean traffic between roles over a recording: the lines of the role graph. */
final class RoleTraffic {

  private static final int WINDOW_MILLIS = 5_000;

  private RoleTraffic() {}

  static List<RoleEdge> of(BehaviourRecording recording) throws IOException {
    EdgeDictionary dictionary = new EdgeDictionary();
    Map<List<String>, Long> bytes = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
    WindowStream stream =
        new WindowStream(
            WINDOW_MILLIS,
            1_000,
            PhaseRules.STANDARD,
            window -> {
              span[0] = Math.min(span[0], window.startMillis());
              span[1] = Math.max(span[1], window.endMillis());
              for (int entry = 0; entry < window.size(); entry++) {
                Edge edge = dictionary.edge(window.table().edge(window.carriers()[entry]));
                if (edge.countsBytes() && window.bytes()[entry] > 0 && isBetweenRoles(edge)) {
                  bytes.merge(
                      List.of(roleOf(edge.source()), roleOf(edge.destination())),
                      window.bytes()[entry],
                      Long::sum);
                }
              }
            });
    recording.replay(
        new EdgeFolding(
            dictionary, RoleIdentity.declared(), recording.networks(), PathGroups.NONE, stream));
    List<RoleEdge> edges = new ArrayList<>();
    double seconds = Math.max(1, (span[1] - span[0]) / 1e3);
    bytes.forEach(
        (roles, sum) -> edges.add(new RoleEdge(roles.get(0), roles.get(1), sum / seconds)));
    return edges;
  }

  private static boolean isBetweenRoles(Edge edge) {
    NodeKind other = edge.other().kind();
    return (other == NodeKind.PEER || other == NodeKind.EXTERNAL)
        && !roleOf(edge.source()).equals(roleOf(edge.destination()));
  }

  private static String roleOf(Node node) {
    String role = node.role();
    return role == null ? node.name() : role;
  }
}
