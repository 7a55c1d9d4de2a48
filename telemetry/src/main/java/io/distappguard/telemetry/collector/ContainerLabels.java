package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.Container;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names the containers that the collector meets. */
@FunctionalInterface
public interface ContainerLabels {

  /** Containers by their short id, services and others by the name of their control group. */
  ContainerLabels BY_CGROUP =
      (host, cgroup, networkNamespace, addresses) -> {
        String name = nameOf(cgroup);
        return new Container(
            0,
            name.isEmpty() ? host : name,
            host,
            null,
            null,
            cgroup.isEmpty() ? null : cgroup,
            networkNamespace,
            addresses);
      };

  /**
   * The container of processes met for the first time, its number is given by the reader; null
   * where they are none of the application's, and what they do is left out.
   *
   * @param host name of the host
   * @param cgroup path, below the root, of the control group of the container or service; empty
   *     where it was gone before it could be looked up
   * @param networkNamespace inode
   * @param addresses the namespace's own, in canonical text form
   */
  @Nullable Container of(String host, String cgroup, long networkNamespace, List<String> addresses);

  /** What a container or service is called by the path of its control group alone. */
  static String nameOf(String cgroup) {
    return ContainerCgroup.of(cgroup).name();
  }
}
