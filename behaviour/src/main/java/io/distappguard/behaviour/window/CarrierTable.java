package io.distappguard.behaviour.window;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who took part in a stream so far: carriers with their edges and processes, containers with their
 * roles. Shared by all windows of the stream and growing with it; to be read on the stream's
 * thread, or after its end.
 */
public final class CarrierTable {

  private final List<Container> containers = new ArrayList<>();
  private final List<String> roles = new ArrayList<>();
  private final List<ProcessImage> processes = new ArrayList<>();
  private int[] edges = new int[1 << 10];
  private int[] containerOfCarrier = new int[1 << 10];

  CarrierTable() {}

  void container(Container container, String role) {
    containers.add(container);
    roles.add(role);
  }

  void carrier(int carrier, int edge, ProcessImage process) {
    if (carrier == edges.length) {
      edges = Arrays.copyOf(edges, 2 * edges.length);
      containerOfCarrier = Arrays.copyOf(containerOfCarrier, edges.length);
    }
    edges[carrier] = edge;
    containerOfCarrier[carrier] = process.container();
    processes.add(process);
  }

  public int edge(int carrier) {
    return edges[carrier];
  }

  public ProcessImage process(int carrier) {
    return processes.get(carrier);
  }

  /** {@link Container#id} a carrier runs in. */
  public int containerOf(int carrier) {
    return containerOfCarrier[carrier];
  }

  public Container container(int container) {
    return containers.get(container);
  }

  boolean knows(int container) {
    return container >= 0 && container < containers.size();
  }

  public String role(int container) {
    return roles.get(container);
  }

  public int containerCount() {
    return containers.size();
  }
}
