package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.exchange.Registry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An object of the stream: what it is, in words of the entities it becomes. Entities belong to a
 * container, objects do not: the same file may be met from several.
 */
sealed interface StreamObject {

  /** Number of the entity it is to processes of this container. */
  int entity(Registry registry, int container);

  /** A file, folder or device. */
  record PathObject(String path) implements StreamObject {

    @Override
    public int entity(Registry registry, int container) {
      return path.startsWith("/memfd:")
          ? registry.channel(container, "memfd", path.substring("/memfd:".length()))
          : registry.file(container, path);
    }
  }

  /** A pipe, an eventfd, a pair of sockets and the like. */
  record ChannelObject(String kind, String name) implements StreamObject {

    @Override
    public int entity(Registry registry, int container) {
      return registry.channel(container, kind, name);
    }
  }

  /** One end of a connection. */
  record SocketObject(String transport, String local, String remote) implements StreamObject {

    @Override
    public int entity(Registry registry, int container) {
      return registry.socket(container, transport, local, remote);
    }
  }

  /** The kernel itself. */
  record KernelObject(String name) implements StreamObject {

    @Override
    public int entity(Registry registry, int container) {
      return registry.kernel(container, name);
    }
  }

  /**
   * A process.
   *
   * @param image its image, which must be announced before it is asked for its entity; null where
   *     it is not known
   */
  record ProcessObject(@Nullable StreamImage image) implements StreamObject {

    @Override
    public int entity(Registry registry, int container) {
      return image == null || image.number < 0
          ? registry.processEntity(container, -1)
          : registry.processEntity(image.container, image.number);
    }
  }

  /** Fields of a socket: family, type, protocol, namespace, addresses, names, inodes. */
  static StreamObject socket(StreamFields fields) {
    int family = fields.index();
    int type = fields.index();
    int protocol = fields.index();
    fields.number(); // network namespace: that of the image's container
    String local = address(fields.bytes(), fields.index());
    String remote = address(fields.bytes(), fields.index());
    String localName = unixName(fields.bytes());
    String remoteName = unixName(fields.bytes());
    long inode = fields.number();
    long peer = fields.number();
    return switch (family) {
      case 1 ->
          localName.isEmpty() && remoteName.isEmpty()
              ? new ChannelObject("socketpair", pair(inode, peer))
              : new SocketObject("unix", localName, remoteName);
      case 2, 10 -> {
        String transport = transport(type, protocol);
        boolean hasPorts = transport.equals("tcp") || transport.equals("udp");
        yield new SocketObject(transport, hasPorts ? local : "", hasPorts ? remote : "");
      }
      case 16 -> new SocketObject("netlink", "", "");
      case 17 -> new SocketObject("packet", "", "");
      default -> new SocketObject("socket", "", "");
    };
  }

  /** Both ends of a pair under one name: the smaller inode. */
  private static String pair(long inode, long peer) {
    return Long.toUnsignedString(
        peer == 0 || Long.compareUnsigned(inode, peer) <= 0 ? inode : peer);
  }

  private static String transport(int type, int protocol) {
    return switch (protocol) {
      case 6 -> "tcp";
      case 17, 136 -> "udp";
      default -> type == 3 ? "raw" : "socket";
    };
  }

  private static String address(byte[] ip, int port) {
    return ip.length == 16 ? Endpoints.of(Endpoints.ipv6(ip, 0), port) : "";
  }

  /** A path up to its NUL, or an abstract name, which begins with NUL, behind {@code @}. */
  private static String unixName(byte[] name) {
    if (name.length == 0) {
      return "";
    }
    boolean isAbstract = name[0] == 0;
    int from = isAbstract ? 1 : 0;
    int to = from;
    while (to < name.length && (isAbstract || name[to] != 0)) {
      to++;
    }
    String text = new String(name, from, to - from, StandardCharsets.UTF_8);
    return isAbstract ? "@" + text.replace('\0', '@') : text;
  }
}
