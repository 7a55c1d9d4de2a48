package io.distappguard.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a role: the processes that share a cgroup and a network namespace.
 *
 * @param id number of this container within its stream or recording, from 0 without gaps
 * @param name the instance's own name, such as {@code text-2}
 * @param host the host it runs on
 * @param role the declared identity (DESIGN.md section 4, roles, 1), or null where none is declared
 * @param image image and version as declared, or null
 * @param cgroup path of its cgroup, or null where unknown
 * @param networkNamespace inode of its network namespace, 0 where unknown; equal 4-tuples occur in
 *     different namespaces
 * @param addresses IP addresses it owns, in canonical text form, loopback left out
 */
public record Container(
    int id,
    String name,
    String host,
    @Nullable String role,
    @Nullable String image,
    @Nullable String cgroup,
    long networkNamespace,
    List<String> addresses) {

  public Container {
    addresses = List.copyOf(addresses);
  }
}
