package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.Endpoints;
import java.util.Locale;

/**
 * What an annotation of {@code -yy} says a descriptor stands for, such as {@code
 * <TCP:[127.0.0.1:5->127.0.0.1:6]>}.
 *
 * @param text the annotation without its angle brackets, as strace wrote it
 * @param kind what it stands for
 * @param name path of a file, kind of a channel, transport of a socket
 * @param local own address, or own inode where no address is shown; inode of a channel
 * @param remote peer's address, or peer's inode for unix sockets; empty where not shown
 */
record Target(byte[] text, Kind kind, String name, String local, String remote) {

  enum Kind {
    FILE,
    /** A pipe or memory file: the annotation alone tells which. */
    CHANNEL,
    /** A kernel object that the annotation does not tell from its like, such as an eventfd. */
    ANONYMOUS,
    /** A socket whose addresses are shown. */
    CONNECTED,
    /** A socket of which the own address alone is shown. */
    BOUND,
    /** A socket of which the inode alone is shown. */
    BARE,
    /** A unix socket: inodes, and a path where it is bound to one. */
    UNIX
  }

  boolean isSocket() {
    return switch (kind) {
      case FILE, CHANNEL, ANONYMOUS -> false;
      case CONNECTED, BOUND, BARE, UNIX -> true;
    };
  }

  /** Takes an annotation apart; {@code from} and {@code to} leave out the angle brackets. */
  static Target parse(byte[] buffer, int from, int to) {
    byte[] text = java.util.Arrays.copyOfRange(buffer, from, to);
    if (from < to && buffer[from] == '/') {
      return file(text, ByteText.unescaped(buffer, from, endOfPath(buffer, from, to)));
    }
    int colon = from;
    while (colon < to && buffer[colon] != ':') {
      colon++;
    }
    if (colon + 1 >= to || buffer[colon + 1] != '[') {
      if (colon >= to) {
        return file(text, ByteText.unescaped(buffer, from, to));
      }
      // anon_inode:bpf-map, and what kernels may yet invent
      return new Target(text, Kind.ANONYMOUS, ByteText.ascii(buffer, colon + 1, to), "", "");
    }
    String family = ByteText.ascii(buffer, from, colon);
    int end = buffer[to - 1] == ']' ? to - 1 : to;
    String inner = ByteText.ascii(buffer, colon + 2, end);
    return switch (family) {
      case "TCP", "TCPv6", "TCPV6" -> socket(text, "tcp", inner);
      case "UDP", "UDPv6", "UDPV6", "UDPLITE", "UDPLITEv6" -> socket(text, "udp", inner);
      case "socket" -> new Target(text, Kind.BARE, "socket", inner, "");
      case "anon_inode" -> new Target(text, Kind.ANONYMOUS, inner, "", "");
      default -> {
        if (family.startsWith("UNIX")) {
          yield unix(text, inner);
        }
        boolean isSocket = !family.isEmpty() && Character.isUpperCase(family.charAt(0));
        yield new Target(
            text, isSocket ? Kind.BARE : Kind.CHANNEL, family.toLowerCase(Locale.ROOT), inner, "");
      }
    };
  }

  static Target file(byte[] text, String path) {
    if (path.startsWith("/memfd:")) {
      return new Target(text, Kind.CHANNEL, "memfd", withoutDeleted(path.substring(7)), "");
    }
    return new Target(text, Kind.FILE, withoutDeleted(path), "", "");
  }

  private static String withoutDeleted(String path) {
    return path.endsWith(" (deleted)") ? path.substring(0, path.length() - 10) : path;
  }

  /** Devices show their numbers too: {@code /dev/null<char 1:3>}. */
  private static int endOfPath(byte[] buffer, int from, int to) {
    if (buffer[to - 1] == '>') {
      for (int at = to - 1; at > from; at--) {
        if (buffer[at] == '<') {
          return at;
        }
      }
    }
    return to;
  }

  private static Target socket(byte[] text, String transport, String inner) {
    int arrow = inner.indexOf("->");
    if (arrow >= 0) {
      return new Target(
          text,
          Kind.CONNECTED,
          transport,
          Endpoints.canonical(inner.substring(0, arrow)),
          Endpoints.canonical(inner.substring(arrow + 2)));
    }
    if (inner.indexOf(':') >= 0) {
      return new Target(text, Kind.BOUND, transport, Endpoints.canonical(inner), "");
    }
    return new Target(text, Kind.BARE, transport, inner, "");
  }

  /** {@code 74175}, {@code 74175->74176}, either with {@code ,"/path"} or {@code ,@"name"}. */
  private static Target unix(byte[] text, String inner) {
    String path = "";
    String inodes = inner;
    int comma = inner.indexOf(',');
    if (comma >= 0) {
      inodes = inner.substring(0, comma);
      path = inner.substring(comma + 1).strip();
      boolean isAbstract = path.startsWith("@");
      path = path.replace("@\"", "\"");
      byte[] bytes = path.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      path = ByteText.quoted(bytes, 0, bytes.length);
      if (isAbstract && !path.startsWith("@")) {
        path = "@" + path;
      }
    }
    int arrow = inodes.indexOf("->");
    String own = arrow < 0 ? inodes : inodes.substring(0, arrow);
    String peer = arrow < 0 ? "" : inodes.substring(arrow + 2);
    if (!path.isEmpty()) {
      return new Target(text, Kind.UNIX, "unix", path, peer);
    }
    return new Target(text, Kind.UNIX, "unix", "#" + own, peer);
  }

  /** Whether the unix socket is bound to a path or name. */
  boolean hasPath() {
    return !local.startsWith("#");
  }
}
