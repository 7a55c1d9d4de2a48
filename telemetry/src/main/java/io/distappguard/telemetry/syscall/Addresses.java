package io.distappguard.telemetry.syscall;

/** Addresses of sockets in the form in which all readers give them. */
public final class Addresses {

  private static final String MAPPED = "::ffff:";

  private Addresses() {}

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

  /** {@code ip:port} of four bytes in network order. */
  public static String ipv4(byte[] bytes, int at, int port) {
    return (bytes[at] & 0xff)
        + "."
        + (bytes[at + 1] & 0xff)
        + "."
        + (bytes[at + 2] & 0xff)
        + "."
        + (bytes[at + 3] & 0xff)
        + ":"
        + port;
  }

  /** {@code [ip]:port} of sixteen bytes in network order; IPv4-mapped addresses as plain IPv4. */
  public static String ipv6(byte[] bytes, int at, int port) {
    if (isMapped(bytes, at)) {
      return ipv4(bytes, at + 12, port);
    }
    int longest = 1;
    int zeros = -1;
    for (int group = 0; group < 8; group++) {
      int run = 0;
      while (group + run < 8 && group(bytes, at, group + run) == 0) {
        run++;
      }
      if (run > longest) {
        longest = run;
        zeros = group;
      }
    }
    // the longest run of zeros, the first of equal ones, is written as :: (RFC 5952)
    StringBuilder text = new StringBuilder("[");
    for (int group = 0; group < 8; group++) {
      if (group == zeros) {
        text.append("::");
        group += longest - 1;
      } else {
        if (group > 0 && group != zeros + longest) {
          text.append(':');
        }
        text.append(Integer.toHexString(group(bytes, at, group)));
      }
    }
    return text.append("]:").append(port).toString();
  }

  private static int group(byte[] bytes, int at, int group) {
    return (bytes[at + 2 * group] & 0xff) << 8 | bytes[at + 2 * group + 1] & 0xff;
  }

  private static boolean isMapped(byte[] bytes, int at) {
    for (int index = 0; index < 10; index++) {
      if (bytes[at + index] != 0) {
        return false;
      }
    }
    return bytes[at + 10] == -1 && bytes[at + 11] == -1;
  }
}
