package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.syscall.NamedPeer;
import io.distappguard.telemetry.syscall.Target;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What sysdig prints a descriptor stands for: {@code <f>/etc/hosts}, {@code
 * <4t>10.0.0.1:5->10.0.0.2:80}, {@code <u>ffff94dc->ffff94dd /run/docker.sock}.
 */
final class SysdigTargets {

  private static final String ARROW = "->";

  /** The end of a tuple that a message comes from. */
  static final NamedPeer.Address SENDER = (buffer, from, to) -> peer(buffer, from, to, true);

  /** The end that it goes to. */
  static final NamedPeer.Address RECEIVER = (buffer, from, to) -> peer(buffer, from, to, false);

  private SysdigTargets() {}

  /** {@code 10.0.0.1:5->10.0.0.2:53}, {@code 0->ffff94dc /run/notify}; empty where not told. */
  private static String peer(byte[] buffer, int from, int to, boolean first) {
    String tuple = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    if (tuple.indexOf(' ') >= 0) {
      return unixPath(tuple);
    }
    String end = end(tuple, first);
    return end.equals("0.0.0.0:0") || end.equals("[::]:0") || end.indexOf(':') < 0 ? "" : end;
  }

  /** Takes the words apart; of a connection the client's end is taken for the own. */
  static Target parse(byte[] buffer, int from, int to) {
    byte[] text = Arrays.copyOfRange(buffer, from, to);
    String words = new String(text, StandardCharsets.UTF_8);
    int close = words.indexOf('>');
    if (!words.startsWith("<") || close < 2) {
      return Target.file(text, words);
    }
    String name = words.substring(close + 1);
    char kind = words.charAt(1);
    if (name.isEmpty() && "fdpm".indexOf(kind) >= 0) {
      String what = kind == 'p' ? "pipe" : "unknown";
      return new Target(text, Target.Kind.ANONYMOUS, what, "", "");
    }
    return switch (kind) {
      case 'f', 'd' -> Target.file(text, name);
      case '4', '6' -> socket(text, transport(words.substring(2, close)), name);
      case 'u' -> unix(text, name);
      case 'p' ->
          name.startsWith("/")
              ? Target.file(text, name)
              : new Target(text, Target.Kind.CHANNEL, "pipe", inode(name), "");
      case 'n' -> new Target(text, Target.Kind.BARE, "netlink", "", "");
      case 'm' -> Target.file(text, name.startsWith("/memfd:") ? name : "/memfd:" + name);
      default ->
          new Target(
              text, Target.Kind.ANONYMOUS, anonymous(words.substring(1, close), name), "", "");
    };
  }

  /** The same connection from its other end. */
  static Target turned(Target target) {
    return new Target(target.text(), target.kind(), target.name(), target.remote(), target.local());
  }

  /** {@code 127.0.0.1:80}, {@code 2001:db8::3:1234}, {@code 172.17.0.2:ssh} in canonical form. */
  static String address(String printed) {
    int colon = printed.lastIndexOf(':');
    if (colon < 0) {
      return printed;
    }
    String ip = printed.substring(0, colon);
    String port = ServicePorts.number(printed.substring(colon + 1));
    return Endpoints.canonical(ip.indexOf(':') < 0 ? ip + ":" + port : "[" + ip + "]:" + port);
  }

  /** The end of a tuple, {@code client->server}; empty where it has no arrow. */
  static String end(String tuple, boolean first) {
    int arrow = tuple.indexOf(ARROW);
    if (arrow < 0) {
      return "";
    }
    return address(first ? tuple.substring(0, arrow) : tuple.substring(arrow + ARROW.length()));
  }

  /** {@code 0->ffff94dc817b9400 /var/run/nscd/socket}: the path, empty where there is none. */
  static String unixPath(String tuple) {
    int space = tuple.indexOf(' ');
    return space < 0 ? "" : tuple.substring(space + 1).strip();
  }

  /** An end that was accepted: of a stream, or of sequenced packets. */
  static Target acceptedUnix(String tuple) {
    Target target = unix(Target.NO_TEXT, tuple);
    return new Target(
        target.text(), Target.Kind.UNIX_STREAM, target.name(), target.local(), target.remote());
  }

  static Target unix(byte[] text, String name) {
    int arrow = name.indexOf(ARROW);
    if (arrow < 0) {
      return name.isEmpty()
          ? new Target(text, Target.Kind.UNIX, "unix", "#", "")
          : new Target(text, Target.Kind.UNIX, "unix", name, "");
    }
    int space = name.indexOf(' ', arrow);
    String peer = name.substring(arrow + ARROW.length(), space < 0 ? name.length() : space);
    return new Target(text, Target.Kind.UNIX, "unix", "#" + name.substring(0, arrow), peer);
  }

  static Target socket(byte[] text, String transport, String name) {
    if (name.isEmpty()) {
      return new Target(text, Target.Kind.BARE, transport, "", "");
    }
    if (name.indexOf(ARROW) < 0) {
      return new Target(text, Target.Kind.BOUND, transport, address(name), "");
    }
    String remote = end(name, false);
    return remote.endsWith(":0")
        ? new Target(text, Target.Kind.BOUND, transport, end(name, true), "")
        : new Target(text, Target.Kind.CONNECTED, transport, end(name, true), remote);
  }

  private static String transport(String letter) {
    return switch (letter) {
      case "t" -> "tcp";
      case "u" -> "udp";
      case "i" -> "icmp";
      case "r" -> "raw";
      default -> "socket";
    };
  }

  private static String inode(String name) {
    int open = name.indexOf('[');
    return open >= 0 && name.endsWith("]") ? name.substring(open + 1, name.length() - 1) : name;
  }

  private static String anonymous(String kind, String name) {
    return switch (kind) {
      case "e" -> "eventfd";
      case "s" -> "signalfd";
      case "l" -> "eventpoll";
      case "i" -> "inotify";
      case "t" -> "timerfd";
      case "b" -> "bpf";
      case "r" -> "userfaultfd";
      default -> name.isEmpty() || name.length() > 32 ? "unknown" : name;
    };
  }
}
