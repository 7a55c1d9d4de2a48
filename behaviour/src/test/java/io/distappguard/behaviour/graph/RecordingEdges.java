package io.distappguard.behaviour.graph;

import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums what comes out of a folding, by the name of the edge. */
final class RecordingEdges implements EdgeSink {

  final EdgeDictionary dictionary = new EdgeDictionary();
  final EdgeFolding folding;
  final Map<String, Long> calls = new TreeMap<>();
  final Map<String, Long> bytes = new TreeMap<>();
  final List<String> carriers = new ArrayList<>();

  RecordingEdges(PathGroups groups) {
    folding =
        new EdgeFolding(
            dictionary,
            RoleIdentity.declared(),
            List.of(new KnownNetwork("internet", "10.77.99.0/24")),
            groups,
            this);
  }

  static Container container(int id, String name, String role, String address) {
    return new Container(id, name, "host-a", role, null, null, 100 + id, List.of(address));
  }

  @Override
  public void container(Container container, String role) {}

  @Override
  public void process(ProcessImage process) {}

  @Override
  public void carrier(int carrier, int edge, ProcessImage process) {
    carriers.add(dictionary.edge(edge).toString());
  }

  @Override
  public void exchange(long interval, int carrier, int callCount, long byteCount, int errors) {
    calls.merge(carriers.get(carrier), (long) callCount, Long::sum);
    bytes.merge(carriers.get(carrier), byteCount, Long::sum);
  }

  @Override
  public void executed(long intervalStartMillis, ProcessImage process) {}

  @Override
  public void exited(long interval, ProcessImage process) {}

  @Override
  public void incomplete(long interval, int container, String reason, long count) {}

  @Override
  public void endInterval(long interval) {}
}
