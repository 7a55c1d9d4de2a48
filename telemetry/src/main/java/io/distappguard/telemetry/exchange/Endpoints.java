package io.distappguard.telemetry.exchange;

import java.nio.charset.StandardCharsets;

/**
 * Addresses of sockets in the one form that both ends of a connection are joined by: {@code
 * ip:port}, {@code [ip]:port} for IPv6, IPv4-mapped addresses as plain IPv4, a path or {@code
 * @name} for unix sockets.
 */
public final class Endpoints {

  private static final String MAPPED = "::ffff:";
  private static final int UNIX = 1;
  private static final int INTERNET = 2;
  private static final int INTERNET_6 = 10;

  private Endpoints() {}

  /**
   * {@code 127.0.0.1:5}, {@code [::1]:5} or {@code [::ffff:10.0.0.1]:5} in canonical form:
   * IPv4-mapped addresses as plain IPv4, so that both ends of a connection name it alike.
   */
  public static String canonical(String printed) {
    String address = printed.strip();
    if (address.startsWith("[" + MAPPED)) {
      int end = address.indexOf(']');
      String mapped = end < 0 ? "" : address.substring(1 + MAPPED.length(), end);
      if (mapped.indexOf('.') >= 0) {
        return mapped + address.substring(end + 1);
      }
    }
    return address;
  }

  /** An IP address, with or without brackets, and a port; empty where there is no address. */
  public static String of(String ip, long port) {
    if (ip.isEmpty()) {
      return "";
    }
    boolean plain = ip.indexOf(':') < 0 || ip.startsWith("[");
    return canonical((plain ? ip : "[" + ip + "]") + ":" + port);
  }

  /**
   * {@code ip:port} where IPv6 has no brackets either: the port follows the last colon; what has no
   * port stays as it is.
   */
  public static String withoutBrackets(String printed) {
    int colon = printed.lastIndexOf(':');
    if (colon < 0 || printed.indexOf(':') == colon || printed.startsWith("[")) {
      return canonical(printed);
    }
    return canonical("[" + printed.substring(0, colon) + "]" + printed.substring(colon));
  }

  /**
   * The address in a {@code sockaddr} as the kernel has it in memory on a little-endian machine;
   * empty where its family is none of unix, IPv4 and IPv6, or it is cut short.
   */
  public static String ofStructure(byte[] structure) {
    if (structure.length < 2) {
      return "";
    }
    int family = structure[0] & 0xff | (structure[1] & 0xff) << 8;
    return switch (family) {
      case UNIX -> unix(structure);
      case INTERNET -> structure.length < 8 ? "" : ipv4(structure, 4) + ":" + port(structure);
      case INTERNET_6 -> structure.length < 24 ? "" : of(ipv6(structure, 8), port(structure));
      default -> "";
    };
  }

  /** Whether a {@code sockaddr} is of a unix socket. */
  public static boolean isUnix(byte[] structure) {
    return structure.length > 1 && structure[0] == UNIX && structure[1] == 0;
  }

  /** Four bytes as IPv4. */
  public static String ipv4(byte[] bytes, int from) {
    return (bytes[from] & 0xff)
        + "."
        + (bytes[from + 1] & 0xff)
        + "."
        + (bytes[from + 2] & 0xff)
        + "."
        + (bytes[from + 3] & 0xff);
  }

  /** Sixteen bytes as IPv6, its longest run of zeros as {@code ::} (RFC 5952, section 4). */
  public static String ipv6(byte[] bytes, int from) {
    int[] groups = new int[8];
    for (int index = 0; index < 8; index++) {
      groups[index] = (bytes[from + 2 * index] & 0xff) << 8 | bytes[from + 2 * index + 1] & 0xff;
    }
    if (groups[5] == 0xffff && (groups[0] | groups[1] | groups[2] | groups[3] | groups[4]) == 0) {
      return MAPPED + ipv4(bytes, from + 12);
    }
    int longest = 1;
    int start = -1;
    for (int index = 0; index < 8; index++) {
      int end = index;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - index > longest) {
        longest = end - index;
        start = index;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < 8; index++) {
      if (index == start) {
        text.append("::");
        index += longest - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[index]));
    }
    return text.toString();
  }

  private static int port(byte[] structure) {
    return (structure[2] & 0xff) << 8 | structure[3] & 0xff;
  }

  private static String unix(byte[] structure) {
    boolean isAbstract = structure.length > 3 && structure[2] == 0 && structure[3] != 0;
    int from = isAbstract ? 3 : 2;
    int to = from;
    while (to < structure.length && structure[to] != 0) {
      to++;
    }
    String name = new String(structure, from, to - from, StandardCharsets.UTF_8);
    return isAbstract ? "@" + name : name;
  }
}
