package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.Endpoints;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as strace writes them, to {@code ip:port}, {@code [ip]:port}, a path, {@code @name}.
 */
final class SocketAddress {

  private static final byte[] PORT = bytes("port=htons(");
  private static final byte[] IPV4 = bytes("inet_addr(\"");
  private static final byte[] IPV6 = bytes("inet_pton(AF_INET6, \"");
  private static final byte[] PATH = bytes("sun_path=");

  private SocketAddress() {}

  /**
   * The address within a printed {@code sockaddr}: {@code {sa_family=AF_INET, sin_port=htons(7100),
   * sin_addr=inet_addr("127.0.0.1")}}; empty where it holds none that is known.
   */
  static String of(byte[] buffer, int from, int to) {
    int path = ByteText.indexOf(buffer, from, to, PATH);
    if (path >= 0) {
      int start = path + PATH.length;
      boolean isAbstract = start < to && buffer[start] == '@';
      String name = ByteText.quoted(buffer, isAbstract ? start + 1 : start, to);
      return isAbstract ? "@" + name : name;
    }
    int port = ByteText.indexOf(buffer, from, to, PORT);
    if (port < 0) {
      return "";
    }
    int number = ByteText.number(buffer, port + PORT.length, to);
    int ipv4 = ByteText.indexOf(buffer, from, to, IPV4);
    if (ipv4 >= 0) {
      return text(buffer, ipv4 + IPV4.length, to) + ":" + number;
    }
    int ipv6 = ByteText.indexOf(buffer, from, to, IPV6);
    if (ipv6 >= 0) {
      return join(text(buffer, ipv6 + IPV6.length, to), number);
    }
    return "";
  }

  private static String join(String ip, int port) {
    return Endpoints.canonical("[" + ip + "]:" + port);
  }

  private static String text(byte[] buffer, int from, int to) {
    int end = from;
    while (end < to && buffer[end] != '"') {
      end++;
    }
    return ByteText.ascii(buffer, from, end);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
