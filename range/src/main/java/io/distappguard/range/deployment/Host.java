package io.distappguard.range.deployment;

import java.util.List;

/** A machine of the range: a network namespace with a bridge that its containers hang on. */
public enum Host {
  HOST_A("host-a", 1),
  HOST_B("host-b", 2),
  /** The world outside the application: users and attackers. */
  INTERNET("internet", 99);

  /** The hosts that containers of the application may be placed on. */
  public static final List<Host> APPLICATION = List.of(HOST_A, HOST_B);

  private final String label;
  private final int subnet;

  Host(String label, int subnet) {
    this.label = label;
    this.subnet = subnet;
  }

  public String label() {
    return label;
  }

  /** The /24 network of this host's containers. */
  public String network() {
    return address(0) + "/24";
  }

  /** The bridge's address, through which its containers reach everything else. */
  public String gateway() {
    return address(1);
  }

  public String address(int lastOctet) {
    return "10.77.%d.%d".formatted(subnet, lastOctet);
  }
}
