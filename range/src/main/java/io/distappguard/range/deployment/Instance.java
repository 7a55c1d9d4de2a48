package io.distappguard.range.deployment;

/**
 * A container's place in the application: the role it plays, which replica it is, where it lives.
 *
 * @param role the declared identity, such as {@code home-timeline}
 * @param number which replica of the role, from 1
 * @param host the host whose bridge it hangs on
 * @param address its IPv4 address
 */
public record Instance(String role, int number, Host host, String address) {

  public Instance {
    if (number < 1) {
      throw new IllegalArgumentException("number: " + number + " (expected: >= 1)");
    }
  }

  public String name() {
    return role + "-" + number;
  }
}
