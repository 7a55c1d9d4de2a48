package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.collector.ContainerLabels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Containers as a {@code containers.json} declares them, found by their control group and, where it
 * is declared, network namespace. Whatever is declared by neither is not of the application: on its
 * way into its namespace a container's first process is, for a moment, in its group and not yet in
 * its network. A container that is declared several times was started as often: it is met in that
 * order.
 */
final class DeclaredContainers implements ContainerLabels {

  private final List<Container> declared = new ArrayList<>();
  private final BitSet met = new BitSet();

  /** A container that is declared; one without a control group is never found. */
  void add(Container container) {
    if (container.cgroup() != null) {
      declared.add(container);
    }
  }

  @Override
  public @Nullable Container of(
      String host, String cgroup, long networkNamespace, List<String> addresses) {
    Container container = next(cgroup, networkNamespace);
    return container == null
        ? null
        : new Container(
            0,
            container.name().isEmpty() ? ContainerLabels.nameOf(cgroup) : container.name(),
            container.host().isEmpty() ? host : container.host(),
            container.role(),
            container.image(),
            cgroup,
            networkNamespace,
            container.addresses().isEmpty() ? addresses : container.addresses());
  }

  /** The first that fits and was not met yet; the last that fits where all were. */
  private @Nullable Container next(String cgroup, long networkNamespace) {
    Container fits = null;
    for (int index = 0; index < declared.size(); index++) {
      Container container = declared.get(index);
      if (cgroup.equals(container.cgroup())
          && (container.networkNamespace() == 0
              || container.networkNamespace() == networkNamespace)) {
        fits = container;
        if (!met.get(index)) {
          met.set(index);
          return container;
        }
      }
    }
    return fits;
  }
}
