package io.distappguard.behaviour.graph;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses and ports in text form. Never asks a name server. */
final class Addresses {

  private Addresses() {}

  /** The octets of a literal IPv4 or IPv6 address, or null for any other text. */
  static byte @Nullable [] parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.digit(character, 16) < 0 && character != '.' && character != ':') {
        return null;
      }
    }
    // A word of hexadecimal digits without a dot or colon could still be a host name.
    if (text.indexOf(':') < 0 && text.chars().filter(character -> character == '.').count() != 3) {
      return null;
    }
    if (text.indexOf(':') < 0 && text.chars().anyMatch(Character::isLetter)) {
      return null;
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The host of {@code ip:port} or {@code [ip]:port}; empty where there is none. */
  static String host(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    if (colon < 0) {
      return endpoint;
    }
    String host = endpoint.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port of {@code ip:port}, -1 where there is none. */
  static int port(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    if (colon < 0 || colon == endpoint.length() - 1) {
      return -1;
    }
    int port = 0;
    for (int i = colon + 1; i < endpoint.length(); i++) {
      char character = endpoint.charAt(i);
      if (character < '0' || character > '9' || port > 0xFFFF) {
        return -1;
      }
      port = 10 * port + (character - '0');
    }
    return port;
  }

  static boolean isLoopback(byte[] address) {
    if (address.length == 4) {
      return address[0] == 127;
    }
    for (int i = 0; i < 15; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[15] == 1;
  }

  static boolean isUnspecified(byte[] address) {
    for (byte octet : address) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 1918, RFC 3927, RFC 4193 and RFC 4291 link-local. */
  static boolean isPrivate(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    if (address.length == 4) {
      return first == 10
          || (first == 172 && (second & 0xF0) == 16)
          || (first == 192 && second == 168)
          || (first == 169 && second == 254);
    }
    return (first & 0xFE) == 0xFC || (first == 0xFE && (second & 0xC0) == 0x80);
  }
}
