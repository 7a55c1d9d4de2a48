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
}
