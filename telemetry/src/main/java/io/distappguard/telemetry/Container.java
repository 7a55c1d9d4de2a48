package io.distappguard.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a role: the processes that share a cgroup and a network namespace.
 *
 * @param id number of this container within its stream or recording, from 0 without gaps
 * @param name the instance's own name, such as {@code text-2}
 * @param host the host it runs on
 * @param role the declared identity (docs/methods.md, roles), or null where none is declared
 * @param image image and version as declared, or null
 * @param cgroup path of its cgroup, or null where unknown
 * @param networkNamespace inode of its network namespace, 0 where unknown; equal 4-tuples occur in
 *     different namespaces
 * @param addresses IP addresses it owns, in canonical text form, loopback left out
 * @param startMillis when the oldest of its processes began, in milliseconds since the epoch, as
 *     far as the source knew when it met the container; -1 where it does not tell. A container that
 *     began before its source was there may be first met long after
 */
public record Container(
    int id,
    String name,
    String host,
    @Nullable String role,
    @Nullable String image,
    @Nullable String cgroup,
    long networkNamespace,
    List<String> addresses,
    long startMillis) {

  /** {@link #startMillis} of a container whose start is not told. */
  public static final long UNKNOWN_START = -1;

  public Container {
    addresses = List.copyOf(addresses);
  }

  /** A container whose start is not told. */
  public Container(
      int id,
      String name,
      String host,
      @Nullable String role,
      @Nullable String image,
      @Nullable String cgroup,
      long networkNamespace,
      List<String> addresses) {
    this(id, name, host, role, image, cgroup, networkNamespace, addresses, UNKNOWN_START);
  }

  /** The same under this number. */
  public Container numbered(int number) {
    return new Container(
        number, name, host, role, image, cgroup, networkNamespace, addresses, startMillis);
  }

  /** The same, of which it is known when it began; negative where it is not. */
  public Container startedAt(long millis) {
    return new Container(
        id,
        name,
        host,
        role,
        image,
        cgroup,
        networkNamespace,
        addresses,
        Math.max(UNKNOWN_START, millis));
  }
}
