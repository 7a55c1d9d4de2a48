package io.distappguard.behaviour.graph;

import org.jspecify.annotations.Nullable;

/**
 * A network outside of the application that has a name, as the recording declares it.
 *
 * @param name such as {@code internet}
 * @param cidr address range such as {@code 10.77.99.0/24}
 */
public record KnownNetwork(String name, String cidr) {

  public KnownNetwork {
    int slash = cidr.indexOf('/');
    byte @Nullable [] base = slash < 0 ? null : Addresses.parse(cidr.substring(0, slash));
    int length = slash < 0 ? -1 : prefixLength(cidr.substring(slash + 1));
    if (base == null || length < 0 || length > 8 * base.length) {
      throw new IllegalArgumentException(
          "network " + name + ": " + cidr + " (expected: a range such as 10.77.99.0/24)");
    }
  }

  boolean contains(byte[] address) {
    int slash = cidr.indexOf('/');
    byte[] base = Addresses.parse(cidr.substring(0, slash));
    if (base == null || base.length != address.length) {
      return false;
    }
    int length = prefixLength(cidr.substring(slash + 1));
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static int prefixLength(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
