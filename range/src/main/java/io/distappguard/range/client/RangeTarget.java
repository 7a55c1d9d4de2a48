package io.distappguard.range.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address the range's programs may speak to: loopback (127.0.0.0/8) or the range's own networks
 * (10.77.0.0/16). There is no way to make one for any other address, and names are never looked up,
 * so neither a typing error nor a name server can lead a workload or an attack out of the range.
 *
 * @param address a numeric IPv4 address inside the range
 * @param port a TCP port, 1 to 65535
 */
public record RangeTarget(InetAddress address, int port) {
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  /**
   * @throws IllegalArgumentException if the address lies outside the range
   */
  public RangeTarget {
    requireInsideRange("address", address.getHostAddress(), address);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
  }

  /**
   * Reads a URL such as {@code http://10.77.1.10} or {@code http://127.0.0.1:8080}.
   *
   * @throws IllegalArgumentException if it is no such URL or points outside the range
   */
  public static RangeTarget parse(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException exception) {
      throw new IllegalArgumentException(
          "url: " + url + " (expected: http://ADDRESS[:PORT])", exception);
    }
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("url: " + url + " (expected: http://ADDRESS[:PORT])");
    }
    return new RangeTarget(
        parseAddress("url", uri.getHost()), uri.getPort() < 0 ? 80 : uri.getPort());
  }

  /**
   * Reads a numeric IPv4 address of the range, or {@code localhost}.
   *
   * @param origin what the text was given as, for the message
   * @throws IllegalArgumentException if it is no such address or lies outside the range
   */
  public static InetAddress parseAddress(String origin, String text) {
    Matcher matcher = DOTTED_QUAD.matcher("localhost".equals(text) ? "127.0.0.1" : text);
    if (!matcher.matches()) {
      throw outside(origin, text);
    }
    byte[] octets = new byte[4];
    for (int index = 0; index < 4; index++) {
      int octet = Integer.parseInt(matcher.group(index + 1));
      if (octet > 255) {
        throw outside(origin, text);
      }
      octets[index] = (byte) octet;
    }
    try {
      InetAddress address = InetAddress.getByAddress(octets);
      requireInsideRange(origin, text, address);
      return address;
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + ":" + port;
  }

  private static void requireInsideRange(String origin, String text, InetAddress address) {
    byte[] octets = address.getAddress();
    boolean inside =
        octets.length == 4 && (octets[0] == 127 || (octets[0] == 10 && octets[1] == 77));
    if (!inside) {
      throw outside(origin, text);
    }
  }

  private static IllegalArgumentException outside(String origin, String text) {
    return new IllegalArgumentException(
        origin
            + ": "
            + text
            + " (expected: a numeric address of the range, 127.0.0.0/8 or 10.77.0.0/16; nothing else"
            + " is ever contacted)");
  }
}
