package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.syscall.NamedPeer;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as events carry them: a byte of the family, then for a tuple both ends, each an IP
 * address and a port, or for unix sockets two kernel pointers and a path. Ports are little-endian,
 * IP addresses in network order.
 */
final class SocketTuple {

  static final int UNIX = 1;
  static final int IPV4 = 2;
  static final int IPV6 = 10;

  private static final int IPV4_END = 6;
  private static final int IPV6_END = 18;
  private static final int POINTERS = 16;

  /** The end a message comes from; those of unix sockets are not told. */
  static final NamedPeer.Address SENDER = (bytes, from, to) -> peer(bytes, from, to, false);

  /** The end a message goes to. */
  static final NamedPeer.Address RECEIVER = (bytes, from, to) -> peer(bytes, from, to, true);

  private SocketTuple() {}

  /** Empty where the end is not told: all zeros, which no message can come from or go to. */
  private static String peer(byte[] bytes, int from, int to, boolean second) {
    if (bytes[from] == UNIX) {
      int start = from + 1 + POINTERS;
      int end = start;
      while (end < to && bytes[end] != 0) {
        end++;
      }
      return second ? new String(bytes, start, end - start, StandardCharsets.UTF_8) : "";
    }
    int length = bytes[from] == IPV4 ? IPV4_END : IPV6_END;
    int start = from + 1 + (second ? length : 0);
    for (int at = start; at < start + length; at++) {
      if (bytes[at] != 0) {
        return length == IPV4_END ? ipv4(bytes, start) : ipv6(bytes, start);
      }
    }
    return "";
  }

  /** The family, 0 where there is none or it is not known. */
  static int family(ScapEvent event, int index) {
    if (!event.has(index)) {
      return 0;
    }
    int family = event.bytes[event.from(index)];
    int needed =
        switch (family) {
          case IPV4 -> 1 + 2 * IPV4_END;
          case IPV6 -> 1 + 2 * IPV6_END;
          case UNIX -> 1 + POINTERS;
          default -> Integer.MAX_VALUE;
        };
    return event.length(index) >= needed ? family : 0;
  }

  /** The end from which the data or the connection comes, as {@code ip:port}. */
  static String source(ScapEvent event, int index) {
    int at = event.from(index);
    return event.bytes[at] == IPV4 ? ipv4(event.bytes, at + 1) : ipv6(event.bytes, at + 1);
  }

  /** The end to which the data or the connection goes. */
  static String destination(ScapEvent event, int index) {
    int at = event.from(index);
    return event.bytes[at] == IPV4
        ? ipv4(event.bytes, at + 1 + IPV4_END)
        : ipv6(event.bytes, at + 1 + IPV6_END);
  }

  /** The path of a unix tuple. */
  static String path(ScapEvent event, int index) {
    return event.text(event.from(index) + 1 + POINTERS, event.length(index) - 1 - POINTERS);
  }

  /** One of the kernel's pointers of a unix tuple, as text. */
  static String pointer(ScapEvent event, int index, int which) {
    return Long.toHexString(LittleEndian.int64(event.bytes, event.from(index) + 1 + 8 * which));
  }

  /** A single address: family, then an IP address and a port, or a path. */
  static String address(ScapEvent event, int index) {
    if (!event.has(index)) {
      return "";
    }
    int at = event.from(index);
    int length = event.length(index);
    return switch (event.bytes[at]) {
      case IPV4 -> length >= 1 + IPV4_END ? ipv4(event.bytes, at + 1) : "";
      case IPV6 -> length >= 1 + IPV6_END ? ipv6(event.bytes, at + 1) : "";
      case UNIX -> event.text(at + 1, length - 1);
      default -> "";
    };
  }

  static String ipv4(byte[] bytes, int at) {
    return ipv4(bytes, at, LittleEndian.unsigned16(bytes, at + 4));
  }

  static String ipv6(byte[] bytes, int at) {
    return ipv6(bytes, at, LittleEndian.unsigned16(bytes, at + 16));
  }

  static String ipv4(byte[] bytes, int at, int port) {
    return Endpoints.ipv4(bytes, at) + ":" + port;
  }

  static String ipv6(byte[] bytes, int at, int port) {
    return Endpoints.of(Endpoints.ipv6(bytes, at), port);
  }
}
