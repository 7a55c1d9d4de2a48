package io.distappguard.behaviour.graph;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity.SocketEntity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of the other ends of sockets. Within the application the port of the listening side is part
 * of the name, ephemeral ports never are:
 *
 * <pre>
 *   text:9103                     the service end, seen from a client
 *   compose-post@text:9103        a client's end, seen from the service
 *   external:internet             a client outside
 *   external:internet:443         a service outside with a port below 1024
 * </pre>
 */
final class EndpointNames {

  /** Where Linux begins to choose ports by itself, net.ipv4.ip_local_port_range. */
  private static final int FIRST_EPHEMERAL_PORT = 32768;

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private final List<KnownNetwork> networks;
  private final Map<String, Owner> owners = new HashMap<>();
  private final Set<String> listening = new HashSet<>();

  EndpointNames(List<KnownNetwork> networks) {
    this.networks = List.copyOf(networks);
  }

  /** The addresses of a container belong to its role from now on. */
  void container(Container container, String role) {
    for (String address : container.addresses()) {
      owners.put(address, new Owner(container.id(), role));
    }
  }

  /** Learns listening ports. */
  void socket(SocketEntity socket) {
    if (socket.remote().isEmpty() && !socket.local().isEmpty()) {
      listening.add(socket.container() + ":" + Addresses.port(socket.local()));
    }
  }

  /**
   * The node at the other end of a socket.
   *
   * @param container that owns the socket
   * @param role of that container
   */
  Node nodeOf(SocketEntity socket, Container container, String role) {
    if (socket.transport().startsWith("unix")) {
      String path = socket.local().isEmpty() ? socket.remote() : socket.local();
      String name = path.isEmpty() ? "" : ":" + PathTemplate.of(path, container.name());
      return new Node(NodeKind.CHANNEL, role, role + ":unix" + name);
    }
    int localPort = Addresses.port(socket.local());
    if (socket.remote().isEmpty()) {
      return withoutPeer(socket, role, localPort);
    }
    String remoteHost = Addresses.host(socket.remote());
    int remotePort = Addresses.port(socket.remote());
    Owner peer = ownerOf(remoteHost, container, role);
    boolean serves = isServiceSide(socket.container(), localPort, peer, remotePort);
    if (peer == null) {
      return outside(remoteHost, serves ? -1 : remotePort);
    }
    String name =
        serves ? peer.role() + "@" + role + ":" + localPort : peer.role() + ":" + remotePort;
    return new Node(NodeKind.PEER, peer.role(), name);
  }

  private static Node withoutPeer(SocketEntity socket, String role, int localPort) {
    if (localPort > 0 && localPort < FIRST_EPHEMERAL_PORT) {
      return new Node(NodeKind.PEER, role, role + ":" + localPort);
    }
    return new Node(NodeKind.CHANNEL, role, role + ":" + socket.transport() + " socket");
  }

  private @Nullable Owner ownerOf(String host, Container container, String role) {
    Owner owner = owners.get(host);
    if (owner != null) {
      return owner;
    }
    byte[] address = Addresses.parse(host);
    boolean ownLoopback =
        address != null && Addresses.isLoopback(address) && container.networkNamespace() != 0;
    return ownLoopback ? new Owner(container.id(), role) : null;
  }

  private boolean isServiceSide(
      int container, int localPort, @Nullable Owner peer, int remotePort) {
    boolean localEphemeral = localPort >= FIRST_EPHEMERAL_PORT;
    boolean remoteEphemeral = remotePort >= FIRST_EPHEMERAL_PORT;
    if (localEphemeral != remoteEphemeral) {
      return remoteEphemeral;
    }
    if (listening.contains(container + ":" + localPort)) {
      return true;
    }
    if (peer != null && listening.contains(peer.container() + ":" + remotePort)) {
      return false;
    }
    return localPort >= 0 && localPort < remotePort;
  }

  private Node outside(String host, int port) {
    String service = port > 0 && port < FIRST_UNPRIVILEGED_PORT ? ":" + port : "";
    return new Node(NodeKind.EXTERNAL, null, "external:" + networkOf(host) + service);
  }

  private String networkOf(String host) {
    byte[] address = Addresses.parse(host);
    if (address == null || Addresses.isUnspecified(address)) {
      return "unknown";
    }
    for (KnownNetwork network : networks) {
      if (network.contains(address)) {
        return network.name();
      }
    }
    if (Addresses.isLoopback(address)) {
      return "loopback";
    }
    return Addresses.isPrivate(address) ? "private" : "public";
  }

  private record Owner(int container, String role) {}
}
