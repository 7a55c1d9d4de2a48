package io.distappguard.telemetry.exchange;

import java.util.Arrays;

/**
 * What {@link Endpoints#of(String, long)} gives, the same string for the same address most of the
 * time: a service's are a few hundred, and come with every call. Not thread-safe.
 */
public final class KnownEndpoints {

  private static final int SLOTS = 1024;
  private static final int MIXER = 0x9E3779B9;

  private final Endpoint[] slots = new Endpoint[SLOTS];

  private record Endpoint(String ip, long port, String text) {}

  public KnownEndpoints() {
    Arrays.fill(slots, new Endpoint("", 0, ""));
  }

  /** An IP address, with or without brackets, and a port; empty where there is no address. */
  public String of(String ip, long port) {
    int slot = (ip.hashCode() * 31 + (int) port) * MIXER >>> 22;
    Endpoint known = slots[slot];
    if (known.port == port && known.ip.equals(ip)) {
      return known.text;
    }
    String text = Endpoints.of(ip, port);
    slots[slot] = new Endpoint(ip, port, text);
    return text;
  }
}
