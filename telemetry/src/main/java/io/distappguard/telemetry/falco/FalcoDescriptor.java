package io.distappguard.telemetry.falco;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.exchange.HostProcess;
import io.distappguard.telemetry.exchange.Registry;

/**
 * What {@code fd.name} stands for: a path, {@code client:port->server:port}, {@code
 * pointer->pointer path} for unix sockets, {@code pipe:[inode]}. Which end is the process's own is
 * told by {@code fd.lip} and {@code fd.lport}, else by {@code fd.is_server}, else by the call: who
 * accepts is the server.
 */
final class FalcoDescriptor {

  private final Registry registry;
  private int entity = -1;
  private boolean isSocket;

  FalcoDescriptor(Registry registry) {
    this.registry = registry;
  }

  /** Number of the entity last resolved. */
  int entity() {
    return entity;
  }

  boolean isSocket() {
    return isSocket;
  }

  void resolve(FalcoFields fields, HostProcess process) {
    int container = process.container();
    String name = fields.descriptorName();
    String kind = kind(fields.descriptorType(), name);
    isSocket = kind.equals("ip") || kind.equals("unix");
    entity =
        switch (kind) {
          case "file" ->
              name.startsWith("/memfd:")
                  ? registry.channel(container, "memfd", name.substring(7))
                  : registry.file(container, name);
          case "ip" -> internet(fields, name, container);
          case "unix" -> unix(fields, name, container);
          case "pipe" -> registry.channel(container, "pipe", inner(name));
          default -> registry.channel(container, kind, process.pid() + "/" + fields.descriptor());
        };
  }

  private int internet(FalcoFields fields, String name, int container) {
    String told = fields.transport();
    String transport = told.isEmpty() ? "tcp" : told;
    int arrow = name.indexOf("->");
    if (arrow < 0) {
      return registry.socket(container, transport, Endpoints.withoutBrackets(name), "");
    }
    String client = Endpoints.withoutBrackets(name.substring(0, arrow));
    String server = Endpoints.withoutBrackets(name.substring(arrow + 2));
    String local = Endpoints.of(fields.localIp(), fields.localPort());
    boolean isServer =
        local.isEmpty()
            ? fields.isServer() || fields.type().startsWith("accept")
            : local.equals(server) && !local.equals(client);
    return isServer
        ? registry.socket(container, transport, server, client)
        : registry.socket(container, transport, client, server);
  }

  private int unix(FalcoFields fields, String name, int container) {
    int path = name.indexOf('/');
    int at = name.indexOf('@');
    int start = path < 0 ? at : at < 0 ? path : Math.min(path, at);
    if (start < 0) {
      return registry.channel(container, "socketpair", name);
    }
    String address = name.substring(start);
    boolean isServer = fields.isServer() || fields.type().startsWith("accept");
    String type = fields.type();
    boolean listens = type.equals("bind") || type.equals("listen");
    return isServer || listens
        ? registry.socket(container, "unix", address, "")
        : registry.socket(container, "unix", "", address);
  }

  private static String kind(String type, String name) {
    return switch (type) {
      case "file", "directory", "f", "d" -> "file";
      case "ipv4", "ipv6", "4", "6" -> "ip";
      case "unix", "u" -> "unix";
      case "pipe", "p" -> "pipe";
      case "event", "e" -> "eventfd";
      case "eventpoll", "l" -> "eventpoll";
      case "inotify", "i" -> "inotify";
      case "signalfd", "s" -> "signalfd";
      case "timerfd", "t" -> "timerfd";
      case "memfd", "m" -> "memfd";
      default -> guessed(name);
    };
  }

  private static String guessed(String name) {
    if (name.startsWith("/")) {
      return "file";
    }
    if (name.startsWith("pipe:")) {
      return "pipe";
    }
    int arrow = name.indexOf("->");
    return arrow >= 0 && name.lastIndexOf(':', arrow) < 0
        ? "unix"
        : name.indexOf(':') >= 0 ? "ip" : "file";
  }

  /** {@code pipe:[74173]} without what stands around the number. */
  private static String inner(String name) {
    int start = name.indexOf('[');
    int end = name.lastIndexOf(']');
    return start >= 0 && end > start ? name.substring(start + 1, end) : name;
  }
}
