package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The range's network, built from network namespaces only; the root namespace gets no interface,
 * address or route.
 *
 * <pre>
 *   containers -- veth -- [bridge  host-a] --- 10.77.100.0/30 --- [host-b  bridge] -- containers
 *                             \                                     /
 *                        10.77.100.4/30                     10.77.100.8/30
 *                               \_____ [internet  bridge] _____/
 *                                        client, attacker
 * </pre>
 *
 * Not safe for use by several threads at once: callers take turns.
 */
public final class Network {
  private static final Path NAMESPACES = Path.of("/run/netns");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Naming naming;

  public Network(Naming naming) {
    this.naming = naming;
  }

  /** Makes the hosts, joins them, and lets them forward. */
  public void createHosts() {
    StringBuilder batch = new StringBuilder();
    for (Host host : Host.values()) {
      batch.append("netns add ").append(namespace(host)).append('\n');
    }
    join(batch, Host.HOST_A, Host.HOST_B);
    join(batch, Host.HOST_A, Host.INTERNET);
    join(batch, Host.HOST_B, Host.INTERNET);
    ip(batch);
    configure(
        Host.HOST_A,
        link(Host.HOST_B, "10.77.100.1", "10.77.100.2"),
        link(Host.INTERNET, "10.77.100.5", "10.77.100.6"));
    configure(
        Host.HOST_B,
        link(Host.HOST_A, "10.77.100.2", "10.77.100.1"),
        link(Host.INTERNET, "10.77.100.9", "10.77.100.10"));
    configure(
        Host.INTERNET,
        link(Host.HOST_A, "10.77.100.6", "10.77.100.5"),
        link(Host.HOST_B, "10.77.100.10", "10.77.100.9"));
  }

  /**
   * Makes a container's namespace and hangs it on its host's bridge.
   *
   * @param name the container's name; the namespace carries the prefix besides
   * @param host where it lives
   * @param addresses its addresses, at least one; the first is its own, the others come beside
   */
  public void addContainer(String name, Host host, List<String> addresses) {
    String namespace = naming.namespace(name);
    // Interface names hold 15 characters, too few for a name such as user-timeline-10.
    String outerEnd =
        "v" + addresses.getFirst().substring(addresses.getFirst().lastIndexOf('.') + 1);
    ip(
        new StringBuilder()
            .append("netns add %s\n".formatted(namespace))
            .append(
                "link add eth0 netns %s type veth peer name %s netns %s\n"
                    .formatted(namespace, outerEnd, namespace(host))));
    ipInside(
        namespace(host),
        "link set %s master bridge\nlink set %s up\n".formatted(outerEnd, outerEnd));
    StringBuilder inside = new StringBuilder("link set lo up\n");
    for (String address : addresses) {
      inside.append("addr add %s/24 dev eth0\n".formatted(address));
    }
    inside
        .append("link set eth0 up\n")
        .append(
            "route add default via %s src %s\n".formatted(host.gateway(), addresses.getFirst()));
    ipInside(namespace, inside.toString());
  }

  /** Removes a container's namespace; its veth pair goes with it. */
  public void removeContainer(String name) {
    remove(List.of(naming.namespace(name)));
  }

  /** Removes every namespace that carries the prefix, whoever made it; gives how many. */
  public int removeAll() {
    List<String> namespaces = List.copyOf(existing());
    remove(namespaces);
    return namespaces.size();
  }

  /** The namespaces that carry the prefix. */
  public Set<String> existing() {
    if (!Files.isDirectory(NAMESPACES)) {
      return Set.of();
    }
    try (Stream<Path> entries = Files.list(NAMESPACES)) {
      Set<String> found = new TreeSet<>();
      entries
          .map(path -> path.getFileName().toString())
          .filter(naming::ownsNamespace)
          .forEach(found::add);
      return found;
    } catch (IOException e) {
      throw new RangeFailure(NAMESPACES + ": " + e.getMessage(), e);
    }
  }

  /** The file through which a process enters the container's namespace. */
  public Path file(String name) {
    return NAMESPACES.resolve(naming.namespace(name));
  }

  /** The kernel's number of the container's namespace. */
  public long inode(String name) {
    try {
      return ((Number) Files.getAttribute(file(name), "unix:ino")).longValue();
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(file(name), e.getMessage()), e);
    }
  }

  private record Link(Host peer, String ownAddress, String peerAddress) {}

  private static Link link(Host peer, String ownAddress, String peerAddress) {
    return new Link(peer, ownAddress, peerAddress);
  }

  private void join(StringBuilder batch, Host left, Host right) {
    batch.append(
        "link add to-%s netns %s type veth peer name to-%s netns %s\n"
            .formatted(right.label(), namespace(left), left.label(), namespace(right)));
  }

  private void configure(Host host, Link... links) {
    StringBuilder batch =
        new StringBuilder("link set lo up\nlink add bridge type bridge\n")
            .append("addr add %s/24 dev bridge\n".formatted(host.gateway()))
            .append("link set bridge up\n");
    for (Link link : links) {
      batch
          .append("addr add %s/30 dev to-%s\n".formatted(link.ownAddress(), link.peer().label()))
          .append("link set to-%s up\n".formatted(link.peer().label()))
          .append("route add %s via %s\n".formatted(link.peer().network(), link.peerAddress()));
    }
    ipInside(namespace(host), batch.toString());
    Program.run(
        List.of(
            "nsenter",
            "--net=" + NAMESPACES.resolve(namespace(host)),
            "sh",
            "-c",
            "echo 1 > /proc/sys/net/ipv4/ip_forward"));
  }

  private String namespace(Host host) {
    return naming.namespace(host.label());
  }

  private static void remove(List<String> namespaces) {
    StringBuilder batch = new StringBuilder();
    namespaces.forEach(namespace -> batch.append("netns del ").append(namespace).append('\n'));
    ip(batch);
  }

  private static void ip(CharSequence batch) {
    Program.run(LIMIT, batch.toString(), List.of("ip", "-batch", "-"));
  }

  private static void ipInside(String namespace, String batch) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace, "-batch", "-"));
    Program.run(LIMIT, batch, command);
  }
}
