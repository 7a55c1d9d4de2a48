package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.collector.ContainerLabels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Containers as a {@code containers.json} declares them, found by their control group and, where it
 * is declared, network namespace. Whatever is declared by neither is not of the application: on its
 * way into its namespace a container's first process is, for a moment, in its group and not yet in
 * its network. A container that is declared several times was started as often: it is met in that
 * order.
 */
final class DeclaredContainers implements ContainerLabels {

  private final List<Declared> declared = new ArrayList<>();
  private final BitSet met = new BitSet();

  /** A container, and what its file is called without folders and endings; empty where unknown. */
  private record Declared(Container container, String stem) {

    boolean isIn(String cgroup, long networkNamespace) {
      return cgroup.equals(container.cgroup())
          && (container.networkNamespace() == 0
              || container.networkNamespace() == networkNamespace);
    }

    /** A source that knows no control groups calls it by a name, its id or its file. */
    boolean isCalled(String name) {
      String cgroup = container.cgroup();
      return !name.isEmpty()
          && (name.equals(container.name())
              || name.equals(stem)
              || cgroup != null && name.equals(ContainerLabels.nameOf(cgroup)));
    }

    String called() {
      String cgroup = container.cgroup();
      if (!container.name().isEmpty()) {
        return container.name();
      }
      return cgroup == null ? stem : cgroup;
    }
  }

  /** A container that is declared, and the file of its system calls, if there is one. */
  void add(Container container, @Nullable String file) {
    declared.add(new Declared(container, file == null ? "" : TextFile.stem(file)));
  }

  @Override
  public @Nullable Container of(
      String host, String cgroup, long networkNamespace, List<String> addresses) {
    Container container = next(one -> one.isIn(cgroup, networkNamespace));
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

  /**
   * What is declared of a container that its source has named by itself, together with what the
   * source knows; null where nothing is.
   */
  @Nullable Container of(Container found) {
    String cgroup = found.cgroup();
    Container container =
        cgroup == null ? null : next(one -> one.isIn(cgroup, found.networkNamespace()));
    if (container == null) {
      container = next(one -> one.isCalled(found.name()));
    }
    return container == null ? null : both(container, found);
  }

  /** The one container that is declared, for a source that is of one; null where there are more. */
  @Nullable Container only(Container found) {
    Container container = declared.size() == 1 ? next(one -> true) : null;
    return container == null ? null : both(container, found);
  }

  /** Whether any was found. */
  boolean isAnyMet() {
    return !met.isEmpty();
  }

  /** Those that were not found, by name or control group. */
  List<String> notMet() {
    List<String> missing = new ArrayList<>();
    for (int index = met.nextClearBit(0);
        index < declared.size();
        index = met.nextClearBit(index + 1)) {
      missing.add(declared.get(index).called());
    }
    return missing;
  }

  private static Container both(Container declared, Container found) {
    return new Container(
        found.id(),
        declared.name().isEmpty() ? found.name() : declared.name(),
        declared.host().isEmpty() ? found.host() : declared.host(),
        declared.role() == null ? found.role() : declared.role(),
        declared.image() == null ? found.image() : declared.image(),
        found.cgroup() == null ? declared.cgroup() : found.cgroup(),
        found.networkNamespace() == 0 ? declared.networkNamespace() : found.networkNamespace(),
        declared.addresses().isEmpty() ? found.addresses() : declared.addresses(),
        found.startMillis());
  }

  /** The first that fits and was not met yet; the last that fits where all were. */
  private @Nullable Container next(Predicate<Declared> isIt) {
    Container fits = null;
    for (int index = 0; index < declared.size(); index++) {
      if (isIt.test(declared.get(index))) {
        fits = declared.get(index).container();
        if (!met.get(index)) {
          met.set(index);
          return fits;
        }
      }
    }
    return fits;
  }
}
