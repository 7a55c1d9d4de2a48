package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.syscall.Target;
import java.util.Locale;

/**
 * What an annotation of {@code -yy} says a descriptor stands for, such as {@code
 * <TCP:[127.0.0.1:5->127.0.0.1:6]>}.
 */
final class TargetText {

  private TargetText() {}

  /** Takes an annotation apart; {@code from} and {@code to} leave out the angle brackets. */
  static Target parse(byte[] buffer, int from, int to) {
    byte[] text = java.util.Arrays.copyOfRange(buffer, from, to);
    if (from < to && buffer[from] == '/') {
      return Target.file(text, ByteText.unescaped(buffer, from, endOfPath(buffer, from, to)));
    }
    int colon = from;
    while (colon < to && buffer[colon] != ':') {
      colon++;
    }
    if (colon + 1 >= to || buffer[colon + 1] != '[') {
      if (colon >= to) {
        return Target.file(text, ByteText.unescaped(buffer, from, to));
      }
      // anon_inode:bpf-map, and what kernels may yet invent
      return new Target(text, Target.Kind.ANONYMOUS, ByteText.ascii(buffer, colon + 1, to), "", "");
    }
    String family = ByteText.ascii(buffer, from, colon);
    int end = buffer[to - 1] == ']' ? to - 1 : to;
    String inner = ByteText.ascii(buffer, colon + 2, end);
    return switch (family) {
      case "TCP", "TCPv6", "TCPV6" -> socket(text, "tcp", inner);
      case "UDP", "UDPv6", "UDPV6", "UDPLITE", "UDPLITEv6" -> socket(text, "udp", inner);
      case "socket" -> new Target(text, Target.Kind.BARE, "socket", inner, "");
      case "anon_inode" -> new Target(text, Target.Kind.ANONYMOUS, inner, "", "");
      default -> {
        if (family.startsWith("UNIX")) {
          boolean isStream = family.equals("UNIX-STREAM") || family.equals("UNIX-SEQPACKET");
          yield unix(text, isStream ? Target.Kind.UNIX_STREAM : Target.Kind.UNIX, inner);
        }
        boolean isSocket = !family.isEmpty() && Character.isUpperCase(family.charAt(0));
        yield new Target(
            text,
            isSocket ? Target.Kind.BARE : Target.Kind.CHANNEL,
            family.toLowerCase(Locale.ROOT),
            inner,
            "");
      }
    };
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
          Target.Kind.CONNECTED,
          transport,
          Endpoints.canonical(inner.substring(0, arrow)),
          Endpoints.canonical(inner.substring(arrow + 2)));
    }
    if (inner.indexOf(':') >= 0) {
      return new Target(text, Target.Kind.BOUND, transport, Endpoints.canonical(inner), "");
    }
    return new Target(text, Target.Kind.BARE, transport, inner, "");
  }

  /** {@code 74175}, {@code 74175->74176}, either with {@code ,"/path"} or {@code ,@"name"}. */
  private static Target unix(byte[] text, Target.Kind kind, String inner) {
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
      return new Target(text, kind, "unix", path, peer);
    }
    return new Target(text, kind, "unix", "#" + own, peer);
  }
}
